import type { Damage } from '../store/index.ts';
import type { ReadAnswer, ReadRequest } from './read-one.ts';
import type { Walked, WalkLimits } from './walk.ts';

export interface WalkRequest {
  readonly root: string;
  readonly limits: WalkLimits;
  /** Only the folders of these paths are listed; without it all are. */
  readonly paths?: readonly string[];
}

/** What a chunk worker does. */
export interface ChunkOperations {
  /** Lists the files of a root. */
  walk: { request: WalkRequest; answer: Walked };
  /** Reads and chunks one file. */
  read: { request: ReadRequest; answer: ReadAnswer };
  /** The full check of an index. */
  verify: { request: { readonly file: string }; answer: readonly Damage[] };
}

export interface WorkerSettings {
  readonly grammarFolder: string;
}
