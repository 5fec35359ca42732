import type { ErrorShape } from '../../shared/errors.ts';
import type { ModelIdentity, ModelSource } from '../models/index.ts';

/** What the embedder process is told. */
export type EmbedderRequest =
  | { readonly type: 'load'; readonly source: ModelSource; readonly threads: number }
  | { readonly type: 'embed'; readonly id: number; readonly texts: readonly string[] }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'stop' };

/** A model as the embedder process loaded it. */
export interface EmbedderInfo extends ModelIdentity {
  /** For people: "CPU (2 threads)". */
  readonly device: string;
}

/** Vectors of a batch: `texts × dimensions` numbers, and the rows that are not numbers. */
export interface EmbeddedBatch {
  readonly vectors: Float32Array;
  readonly bad: readonly number[];
  /** Time the process spent on it. */
  readonly tookMs: number;
}

/** What the embedder process answers. */
export type EmbedderReply =
  | { readonly type: 'ready'; readonly info: EmbedderInfo }
  /** The model cannot be loaded: starting again would not help. */
  | { readonly type: 'load-failed'; readonly error: ErrorShape }
  | ({ readonly type: 'embedded'; readonly id: number } & EmbeddedBatch)
  | { readonly type: 'embed-failed'; readonly id: number; readonly error: ErrorShape };

const isMessage = (value: unknown): boolean => typeof value === 'object' && value !== null && 'type' in value;

/** Whether something received is a message at all; both ends are ours, so that its type is then trusted. */
export const isRequest = (value: unknown): value is EmbedderRequest => isMessage(value);
export const isReply = (value: unknown): value is EmbedderReply => isMessage(value);
