import type { ChunkKind } from '../../shared/chunk-kind.ts';

/** A chunk without a vector of the model in question. */
export interface PendingChunk {
  readonly id: number;
  readonly fileId: number;
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly kind: ChunkKind;
  readonly name: string | null;
  /** Outermost first. */
  readonly enclosing: readonly string[];
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly textHash: Uint8Array;
}

/** What one batch changes; all of it is one transaction together with its checkpoint row. */
export interface VectorBatch {
  readonly vectors: readonly { readonly chunkId: number; readonly textHash: Uint8Array; readonly vector: Int8Array }[];
  /** How many of `vectors` were taken over from equal text. */
  readonly reused: number;
  /** Chunks that the model gives no vector for. */
  readonly failed: readonly number[];
  readonly tookMs: number;
}

/** What phase 2 needs of an index, for one model. */
export interface EmbeddingStore {
  /** Chunks still to embed with an id over `afterId`, in id order. */
  pending(afterId: number, limit: number): PendingChunk[];
  /** The text of a file as it was read. */
  fileText(fileId: number): string;
  /** A vector that this model made of the same text; null when there is none. */
  reusable(textHash: Uint8Array): Int8Array | null;
  writeBatch(batch: VectorBatch): void;
  /** Chunks in all, and those still to embed. */
  counts(): { readonly chunks: number; readonly pending: number };
}
