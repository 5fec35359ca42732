import type { Blame, BlameEngineChoice, BlameLine, CommitDetails, HistoryPage } from '../../shared/contract/git.ts';
import type { BlameBatch } from './blame-batch.ts';
import type { BlameRequest, FileDiff, FileHistoryRequest, GitDescription, LineHistoryRequest } from './types.ts';

/** What a blame worker does, by name: request and answer. */
export interface Operations {
  /** Opens what the first blame of a root would have to open. */
  warm: { request: Record<string, never>; answer: null };
  describe: { request: Record<string, never>; answer: GitDescription };
  blame: { request: BlameRequest; answer: Blame; part: readonly BlameLine[] };
  /** Files of the working tree, for the blame store; batches come as parts. */
  blameMany: { request: { readonly paths: readonly string[] }; answer: null; part: BlameBatch };
  /** What stored blame is compared with. */
  blameKey: { request: Record<string, never>; answer: { readonly head: string | null; readonly stamp: string } };
  /** Paths that any commit changed which only one of two commits has behind it; null when too many to tell. */
  changedBetween: { request: { readonly from: string; readonly to: string }; answer: readonly string[] | null };
  fileHistory: { request: FileHistoryRequest; answer: HistoryPage };
  lineHistory: { request: LineHistoryRequest; answer: HistoryPage };
  commit: { request: { readonly commit: string }; answer: CommitDetails };
  diff: { request: { readonly commit: string; readonly path: string }; answer: FileDiff };
  readFile: { request: { readonly path: string; readonly revision: string }; answer: string };
}

export type OperationName = keyof Operations;

/** What an operation hands over before its answer. */
export type Part<Name extends OperationName> = Operations[Name] extends { part: infer Type } ? Type : never;

export interface Job<Name extends OperationName = OperationName> {
  readonly name: Name;
  readonly root: string;
  readonly engine: BlameEngineChoice;
  /** Index whose stored blame may answer; null to compute. */
  readonly indexFile: string | null;
  readonly request: Operations[Name]['request'];
  /** Parts are wanted as they become known. */
  readonly streamed: boolean;
}

/** What a blame worker's thread does: jobs, and letting go of what earlier ones opened. */
export interface BlameOperations {
  job: { request: Job; answer: Operations[OperationName]['answer']; part: readonly BlameLine[] | BlameBatch };
  /** Lets go of a root's caches. */
  forget: { request: { readonly root: string }; answer: null };
  forgetAll: { request: null; answer: null };
}
