import type { CommitSummary } from '../../shared/contract/git.ts';

/** A commit that lines come from, and whether the history ends there. */
export interface BatchCommit extends CommitSummary {
  readonly boundary: boolean;
}

/** The blame of one file's text on disk. */
export interface BlamedFile {
  /** Relative to the opened root. */
  readonly path: string;
  /** First 16 bytes of SHA-256 over the bytes on disk, as in the index. */
  readonly contentHash: Uint8Array;
  /** Commit that is checked out in the file's repository; null before the first. */
  readonly head: string | null;
  readonly stamp: string;
  /** False for a file that is not blamed by itself: over the limit of lines, or binary. */
  readonly done: boolean;
  /**
   * Four numbers per run of lines, from line 1 on: how many, index in `commits` (-1: no commit), line in the commit's
   * file, index in `paths` (-1: the file's own).
   */
  readonly runs: Int32Array;
}

/** Blame of some files, with the commits and paths that they name. */
export interface BlameBatch {
  readonly commits: readonly BatchCommit[];
  readonly paths: readonly string[];
  readonly files: readonly BlamedFile[];
}
