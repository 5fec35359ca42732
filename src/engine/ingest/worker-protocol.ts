import type { ReadAnswer, ReadRequest } from './read-one.ts';
import type { WalkedFile, WalkLimits } from './walk.ts';

export interface WalkRequest {
  readonly root: string;
  readonly limits: WalkLimits;
}

/** What a chunk worker is asked. */
export type WorkerRequest =
  | { readonly id: number; readonly kind: 'walk'; readonly request: WalkRequest }
  | { readonly id: number; readonly kind: 'read'; readonly request: ReadRequest };

/** What it answers; `failed` says in words what went wrong where it is not the file's fault. */
export type WorkerReply =
  | { readonly id: number; readonly kind: 'walk'; readonly answer: readonly WalkedFile[] }
  | { readonly id: number; readonly kind: 'read'; readonly answer: ReadAnswer }
  | { readonly id: number; readonly kind: 'failed'; readonly error: string };

export interface WorkerSettings {
  readonly grammarFolder: string;
}
