import type {
  Blame,
  BlameEngineChoice,
  BlameEngineName,
  BlameLine,
  CommitDetails,
  DiffLine,
  HistoryPage,
} from '../../shared/contract/git.ts';
import type { GitState, RootKind } from '../../shared/contract/repositories.ts';

/** Paths are relative to the opened root, with `/`. Lines are 1-based, ranges inclusive. */
export interface BlameRequest {
  readonly path: string;
  /** Any name git would take; absent: the working tree as it is on disk. */
  readonly revision?: string | undefined;
  readonly firstLine?: number | undefined;
  readonly lastLine?: number | undefined;
  readonly ignoreWhitespace?: boolean | undefined;
  readonly engine?: BlameEngineChoice | undefined;
  /** No time budget, no limit of lines. */
  readonly force?: boolean | undefined;
}

export interface FileHistoryRequest {
  readonly path: string;
  readonly revision?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface LineHistoryRequest {
  readonly path: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly revision?: string | undefined;
  readonly limit?: number | undefined;
}

export interface FileDiff {
  readonly lines: readonly DiffLine[];
  readonly binary: boolean;
  readonly truncated: boolean;
}

/** The git side of a root, told without running anything of it. */
export interface GitDescription {
  readonly state: GitState;
  readonly kind: RootKind;
  /** Short branch name, or the abbreviated commit of a detached HEAD; null without commits or git. */
  readonly branch: string | null;
  /** Full id of the commit that is checked out; null without one. */
  readonly head: string | null;
  /** Top of the working tree; null without one. */
  readonly topLevel: string | null;
  /** The engine that serves blame here when the choice is left to Whence. */
  readonly engine: BlameEngineName | null;
  /** Version of the git executable, for example `2.39.5`; null where none (or an older than 2.30) was found. */
  readonly gitVersion: string | null;
  /** Who the person is, from git's configuration, to tell "mine". */
  readonly me: { readonly name: string | null; readonly email: string | null };
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface BlameOptions extends CallOptions {
  /** Lines as they become known, in no order; the answer holds them all again. */
  readonly onLines?: ((lines: readonly BlameLine[]) => void) | undefined;
}

/** Blame, history and commits of one root. Everything runs in workers; nothing of the repository is ever executed. */
export interface GitService {
  /** Starts the worker and opens the repository, so that the first request need not wait for that. Never throws. */
  warm(): Promise<void>;
  describe(): Promise<GitDescription>;
  /** Throws GIT_OVER_LIMIT, GIT_FILE_NOT_TRACKED (only at a revision), GIT_REVISION_UNKNOWN, GIT_PARTIAL_CLONE … */
  blame(request: BlameRequest, options?: BlameOptions): Promise<Blame>;
  fileHistory(request: FileHistoryRequest, options?: CallOptions): Promise<HistoryPage>;
  lineHistory(request: LineHistoryRequest, options?: CallOptions): Promise<HistoryPage>;
  /** A full or abbreviated id. */
  commit(commit: string, options?: CallOptions): Promise<CommitDetails>;
  diff(request: { readonly commit: string; readonly path: string }, options?: CallOptions): Promise<FileDiff>;
  readFile(request: { readonly path: string; readonly revision: string }, options?: CallOptions): Promise<string>;
  dispose(): Promise<void>;
}
