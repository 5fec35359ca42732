import { z } from 'zod';
import { repositoryId } from './repositories.ts';
import { safeText } from './safe-text.ts';

export type BlameEngineName = 'git' | 'isomorphic';
export const blameEngines = ['auto', 'git', 'isomorphic'] as const;
export type BlameEngineChoice = (typeof blameEngines)[number];

export interface CommitSummary {
  /** Full id. */
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  /**
   * Author date, ISO 8601 with the author's offset; years past 9999 with a sign and six digits. Null where the commit has none that
   * can be read: shown as "date unreadable".
   */
  readonly date: string | null;
  readonly summary: string;
}

/** Who wrote one line. Uncommitted lines have a commit of all zeros, `committed: false` and the summary "not committed yet". */
export interface BlameLine extends CommitSummary {
  /** 1-based line in the blamed text. */
  readonly line: number;
  readonly committed: boolean;
  readonly originalPath: string;
  readonly originalLine: number;
  /** The history ends here: a shallow or grafted boundary, or the root commit. */
  readonly boundary: boolean;
}

export interface Blame {
  readonly path: string;
  readonly revision: string | null;
  readonly engine: BlameEngineName;
  readonly lines: readonly BlameLine[];
  /** False while lines are still being computed, or when the time budget ended it: ask again with `force` to go on. */
  readonly complete: boolean;
  readonly tookMs: number;
}

export interface HistoryEntry extends CommitSummary {
  /** Path of the file at that commit. */
  readonly path: string;
  readonly change: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly oldPath: string | null;
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  /** Pass to get the next page; null at the end. */
  readonly cursor: string | null;
}

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly oldLine: number | null;
  readonly newLine: number | null;
  readonly text: string;
}

export interface CommitFile {
  readonly path: string;
  readonly oldPath: string | null;
  readonly change: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
}

export interface CommitDetails extends CommitSummary {
  readonly message: string;
  readonly parents: readonly string[];
  readonly committer: string;
  readonly committerDate: string | null;
  readonly files: readonly CommitFile[];
  /** More files changed than are listed. */
  readonly truncated: boolean;
}

export interface AuthorFacet {
  readonly author: string;
  readonly email: string;
  readonly count: number;
  readonly mine: boolean;
}

export interface AgeFacet {
  readonly label: string;
  /** ISO dates usable in `after:` and `before:`; null is open. */
  readonly after: string | null;
  readonly before: string | null;
  readonly count: number;
}

/** The newest line of a hit, and what facets add up. */
export interface HitBlame extends CommitSummary {
  readonly chunkId: number;
  readonly committed: boolean;
}

const path = safeText.min(1);
const revision = safeText.min(1).max(200).optional();

export const gitRequests = {
  'git.blame': z.strictObject({
    repositoryId,
    path,
    revision,
    firstLine: z.number().int().positive().optional(),
    lastLine: z.number().int().positive().optional(),
    ignoreWhitespace: z.boolean().optional(),
    engine: z.enum(blameEngines).optional(),
    force: z.boolean().optional(),
  }),
  'git.fileHistory': z.strictObject({
    repositoryId,
    path,
    revision,
    cursor: safeText.optional(),
    limit: z.number().int().min(1).max(500).optional(),
  }),
  'git.lineHistory': z.strictObject({
    repositoryId,
    path,
    firstLine: z.number().int().positive(),
    lastLine: z.number().int().positive(),
    revision,
    limit: z.number().int().min(1).max(500).optional(),
  }),
  'git.commit': z.strictObject({ repositoryId, commit: safeText.min(4).max(64) }),
  /** The change of one file in a commit, against its first parent. */
  'git.diff': z.strictObject({ repositoryId, commit: safeText.min(4).max(64), path }),
  /** Text of a file at a revision (for "reblame before this commit"). */
  'git.readFile': z.strictObject({ repositoryId, path, revision: safeText.min(1).max(200) }),
  /** Author, age and commit of each hit's newest line, from the blame store; at once for these chunks. */
  'git.blameHits': z.strictObject({ repositoryId, chunkIds: z.array(z.number().int()).max(500) }),
  'git.facets': z.strictObject({ repositoryId, chunkIds: z.array(z.number().int()).max(10_000) }),
};

export interface GitAnswers {
  'git.blame': Blame;
  'git.fileHistory': HistoryPage;
  'git.lineHistory': HistoryPage;
  'git.commit': CommitDetails;
  'git.diff': { readonly lines: readonly DiffLine[]; readonly binary: boolean; readonly truncated: boolean };
  'git.readFile': { readonly text: string };
  'git.blameHits': readonly HitBlame[];
  'git.facets': {
    readonly authors: readonly AuthorFacet[];
    readonly ages: readonly AgeFacet[];
    /** Hits whose author is not known yet. */
    readonly pending: number;
    /** Whether files are being blamed now: else what is pending stays so. */
    readonly working: boolean;
  };
}

export interface GitEvents {
  /** Lines of a running blame, as they become known, in no order. */
  'git.blameLines': {
    readonly repositoryId: string;
    readonly path: string;
    readonly revision: string | null;
    readonly lines: readonly BlameLine[];
  };
}
