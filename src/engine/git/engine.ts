import type { BlameEngineName, CommitDetails, CommitSummary, HistoryPage } from '../../shared/contract/git.ts';
import type { Pace } from './pace.ts';
import type { FileDiff } from './types.ts';

/** A run of lines and the commit they come from. Lines are 0-based; `path` is relative to the working tree's top. */
export interface AttributedSpan {
  readonly final: number;
  readonly count: number;
  readonly origin: number;
  readonly path: string;
  readonly boundary: boolean;
  readonly commit: CommitSummary;
}

export interface CommittedBlame {
  /** Full commit id. */
  readonly commit: string;
  readonly path: string;
  readonly content: Buffer;
  /** Lines to blame, 0-based; null for all. */
  readonly ranges: readonly { readonly first: number; readonly count: number }[] | null;
  readonly ignoreWhitespace: boolean;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Called as lines become known, in no order. */
  readonly onFound: (found: readonly AttributedSpan[]) => void;
}

/** Shared by every call: how long it may take, and whether anybody still wants it. */
export interface Work {
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

export interface HistoryQuery {
  readonly commit: string;
  readonly path: string;
  /** Entries to pass over, and the most to give. */
  readonly skip: number;
  readonly limit: number;
}

export interface LineHistoryQuery {
  readonly commit: string;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly limit: number;
}

/**
 * One way of reading a repository's past. Both give the same answers; paths are relative to the working tree's top, with
 * `/`. Failures are WhenceErrors; OutOfTime when the budget ended the work.
 */
export interface GitEngine {
  readonly name: BlameEngineName;
  /** Full id of the commit a revision names. Throws GIT_REVISION_UNKNOWN or GIT_NO_COMMITS. */
  resolve(revision: string): Promise<string>;
  /** Content of a file or link at a commit; null when the path is not there or no file. */
  readFile(commit: string, path: string): Promise<Buffer | null>;
  /** Follows the lines of a committed file back to the commits they come from. */
  blame(request: CommittedBlame): Promise<void>;
  fileHistory(query: HistoryQuery, work: Work): Promise<HistoryPage>;
  lineHistory(query: LineHistoryQuery, work: Work): Promise<HistoryPage>;
  commit(id: string, work: Work): Promise<CommitDetails>;
  diff(commit: string, path: string, work: Work): Promise<FileDiff>;
  close(): void;
}
