import type { Blame, BlameEngineChoice, BlameLine, CommitDetails, HistoryPage } from '../../shared/contract/git.ts';
import type { Result } from '../../shared/result.ts';
import type { BlameRequest, FileDiff, FileHistoryRequest, GitDescription, LineHistoryRequest } from './types.ts';

/** What a blame worker does, by name: request and answer. */
export interface Operations {
  describe: { request: Record<string, never>; answer: GitDescription };
  blame: { request: BlameRequest; answer: Blame };
  fileHistory: { request: FileHistoryRequest; answer: HistoryPage };
  lineHistory: { request: LineHistoryRequest; answer: HistoryPage };
  commit: { request: { readonly commit: string }; answer: CommitDetails };
  diff: { request: { readonly commit: string; readonly path: string }; answer: FileDiff };
  readFile: { request: { readonly path: string; readonly revision: string }; answer: string };
}

export type OperationName = keyof Operations;

export interface Job<Name extends OperationName = OperationName> {
  readonly name: Name;
  readonly root: string;
  readonly engine: BlameEngineChoice;
  readonly request: Operations[Name]['request'];
  /** Lines are wanted as they become known. */
  readonly streamed: boolean;
}

export type ToWorker =
  | { readonly type: 'start'; readonly id: number; readonly job: Job }
  | { readonly type: 'cancel'; readonly id: number }
  /** Lets go of a root's caches. */
  | { readonly type: 'forget'; readonly root: string };

export type FromWorker =
  | { readonly type: 'lines'; readonly id: number; readonly lines: readonly BlameLine[] }
  | { readonly type: 'done'; readonly id: number; readonly result: Result<unknown> };
