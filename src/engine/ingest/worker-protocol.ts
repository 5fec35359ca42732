import type { Damage } from '../store/index.ts';
import type { ReadAnswer, ReadRequest } from './read-one.ts';
import type { Walked, WalkLimits } from './walk.ts';

export interface WalkRequest {
  readonly root: string;
  readonly limits: WalkLimits;
  /** Only the folders of these paths are listed; without it all are. */
  readonly paths?: readonly string[];
}

/** What a chunk worker is asked. */
export type WorkerRequest =
  | { readonly id: number; readonly kind: 'walk'; readonly request: WalkRequest }
  | { readonly id: number; readonly kind: 'read'; readonly request: ReadRequest }
  | { readonly id: number; readonly kind: 'verify'; readonly request: { readonly file: string } };

/** What it answers; `failed` says in words what went wrong where it is not the file's fault. */
export type WorkerReply =
  | { readonly id: number; readonly kind: 'walk'; readonly answer: Walked }
  | { readonly id: number; readonly kind: 'read'; readonly answer: ReadAnswer }
  | { readonly id: number; readonly kind: 'verify'; readonly answer: readonly Damage[] }
  | { readonly id: number; readonly kind: 'failed'; readonly error: string };

export interface WorkerSettings {
  readonly grammarFolder: string;
}
