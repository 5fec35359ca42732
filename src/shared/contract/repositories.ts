import { z } from 'zod';
import type { ErrorShape } from '../errors.ts';
import { safeText } from './safe-text.ts';

/** Names one opened root for the life of its index: derived from its real path, stable across starts. */
export const repositoryId = safeText.min(1).max(64);

export type RootKind = 'repository' | 'repository-folder' | 'worktree' | 'folder';

/** State of a root's git side; each has its own words in the window. */
export type GitState = 'ready' | 'none' | 'bare' | 'unborn' | 'partial' | 'sha256' | 'unsafe';

export type IndexState =
  | 'not-indexed'
  | 'reading' // phase 1 runs
  | 'embedding' // phase 2 runs
  | 'paused'
  | 'interrupted' // work is left from an earlier run: offer to resume
  | 'up-to-date'
  | 'failed' // the last run ended with `error`
  | 'unreadable' // the index can't be read: `error` says why, and `counts` is null
  | 'outdated' // of an older Whence, brought up to date when it is opened; `counts` is null
  | 'read-only' // another process writes this index
  | 'missing-root';

export interface IndexCounts {
  readonly files: number;
  readonly skipped: number;
  readonly failed: number;
  readonly chunks: number;
  readonly embedded: number;
  readonly pending: number;
  readonly vectors: number;
  /** Vectors that serve but were made for equal text at another path: made anew when all else is done. */
  readonly borrowed: number;
}

export interface RepositorySummary {
  readonly repositoryId: string;
  readonly root: string;
  readonly name: string;
  readonly kind: RootKind;
  readonly git: GitState;
  /** Short branch name, or the abbreviated commit of a detached HEAD; null without commits or git. */
  readonly branch: string | null;
  readonly state: IndexState;
  /** Null where the index can't be read, which is not the same as an empty one. */
  readonly counts: IndexCounts | null;
  /** Bytes on disk of this root's index, WAL included. */
  readonly indexBytes: number;
  /** Milliseconds since the epoch. */
  readonly lastOpened: number;
  readonly lastIndexed: number | null;
  /** Who writes this index, when it is another process. */
  readonly writer: { readonly pid: number; readonly host: string; readonly since: number } | null;
  readonly error: ErrorShape | null;
  /** What was found and mended since it was opened, in words. */
  readonly notices: readonly string[];
}

export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly isRepository: boolean;
}

export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly isRepository: boolean;
  readonly entries: readonly FolderEntry[];
  readonly shortcuts: readonly FolderEntry[];
}

export interface FileText {
  readonly path: string;
  readonly text: string;
  readonly language: string | null;
  readonly bytes: number;
  readonly lineCount: number;
  /** How its bytes were read, in words, for example `decoded as Shift_JIS, a guess`; null for plain UTF-8. */
  readonly decoding: string | null;
}

/** A place asked for outside of the window: by a second start, a link, the system's list of recent folders. */
export interface AskedPlace {
  /** Absolute path of a root. */
  readonly root: string;
  /** Relative to the root, with `/`; null for the root alone. */
  readonly file: string | null;
  /** 1-based; null where none was named. */
  readonly line: number | null;
}

const byId = z.strictObject({ repositoryId });

export const repositoriesRequests = {
  /** Recent roots, last opened first. */
  'repositories.list': z.strictObject({}),
  /**
   * Opens a root (its index is created when there is none) and makes it recent. Does not start indexing. `replace` keeps an index
   * aside that can't be opened, and begins a new one.
   */
  'repositories.open': z.strictObject({
    path: safeText.min(1),
    confirmed: z.boolean().optional(),
    replace: z.boolean().optional(),
  }),
  'repositories.close': byId,
  /**
   * Says that a window shows this root: answered only when the window cancels it or goes away. A root that was shown and that no
   * window shows any more ends what it does and is closed a while after; the next call opens it again.
   */
  'repositories.show': byId,
  'repositories.status': byId,
  /** Forgets a root; deletes its index too when asked. */
  'repositories.remove': z.strictObject({ repositoryId, deleteIndex: z.boolean() }),
  /** Folders below `path` (the home folder when absent), git repositories marked. */
  'repositories.browse': z.strictObject({ path: safeText.optional(), hidden: z.boolean().optional() }),
  /** The host's own folder dialog; null when the person cancels. NOT_SUPPORTED where the host has none. */
  'repositories.pick': z.strictObject({}),
  /** The next place that was asked for outside of the window: answered when there is one, and once. */
  'repositories.asked': z.strictObject({}),
  /** Text of one file inside the root, as it is on disk now. `path` relative to the root, with `/`. */
  'repositories.readFile': z.strictObject({ repositoryId, path: safeText.min(1) }),
};

export interface RepositoriesAnswers {
  'repositories.list': readonly RepositorySummary[];
  'repositories.open': RepositorySummary;
  'repositories.close': null;
  'repositories.show': null;
  'repositories.status': RepositorySummary;
  'repositories.remove': null;
  'repositories.browse': FolderListing;
  'repositories.pick': { readonly path: string } | null;
  'repositories.asked': AskedPlace;
  'repositories.readFile': FileText;
}

/** How far an index of an older Whence is on its way to this one, while its root is opened. */
export interface MigrationProgress {
  readonly root: string;
  readonly step: 'backup' | 'migrate';
  /** Pages copied, or steps of the schema done. */
  readonly done: number;
  readonly total: number;
}

export interface RepositoriesEvents {
  /** At most ten a second. */
  'repositories.migrating': MigrationProgress;
  /** A root's state, branch or counts changed. */
  'repositories.changed': RepositorySummary;
}
