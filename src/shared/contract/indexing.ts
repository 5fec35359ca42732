import { z } from 'zod';
import type { ErrorShape } from '../errors.ts';
import { repositoryId } from './repositories.ts';

export type Phase = 'reading' | 'embedding';

/** Why a file is not in the index. Every skip has one that the person can list. */
export type SkipReason =
  | 'binary'
  | 'too-large'
  | 'minified'
  | 'generated'
  | 'secret'
  | 'vendored'
  | 'unreadable'
  | 'undecodable'
  | 'symlink'
  | 'special' // socket, device, pipe
  | 'time-budget'
  | 'failed';

export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
  /** More in words, or null: the size, the link's target, the parser's message. */
  readonly detail: string | null;
}

/** A file that is in the index, and what is to know about how it was read. */
export interface NotedFile {
  readonly path: string;
  readonly detail: string;
}

export interface PhaseProgress {
  readonly done: number;
  readonly total: number;
  /** Per second, over the last few seconds: files in phase 1, chunks in phase 2. */
  readonly rate: number;
  readonly elapsedMs: number;
  /** Null until it can be told. */
  readonly remainingMs: number | null;
}

export interface IndexingProgress {
  readonly repositoryId: string;
  readonly state: 'reading' | 'embedding' | 'paused' | 'finishing' | 'done' | 'cancelled' | 'failed';
  readonly reading: PhaseProgress;
  readonly embedding: PhaseProgress;
  readonly currentFile: string | null;
  /** Where vectors are made, for example "CPU (2 threads)"; null before the embedder is ready. */
  readonly embedder: string | null;
  /** Vectors taken over from equal text instead of computed. */
  readonly reused: number;
  readonly error: ErrorShape | null;
  /** Why embedding waits, in words, for example "on battery"; absent when it does not. */
  readonly waiting?: string;
}

export type CheckKind =
  'manifest' | 'database' | 'foreign-keys' | 'keyword-index' | 'vectors' | 'chunks' | 'batches' | 'counts';

export interface Finding {
  readonly check: CheckKind;
  readonly problem: string;
  /** What mended it, or would. */
  readonly action: string;
  readonly repaired: boolean;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly checked: readonly CheckKind[];
  readonly findings: readonly Finding[];
  readonly tookMs: number;
}

export interface IndexEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind:
    | 'opened'
    | 'indexed'
    | 'resumed'
    | 'paused'
    | 'cancelled'
    | 'failed'
    | 'repaired'
    | 'migrated'
    | 'model-changed'
    | 'recovered';
  readonly message: string;
}

export interface Quantiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface IndexMetrics {
  /** Milliseconds. */
  readonly search: Quantiles;
  readonly recentSearches: readonly { readonly at: number; readonly tookMs: number }[];
  readonly builds: readonly {
    readonly at: number;
    readonly reason: string;
    readonly readingMs: number;
    readonly embeddingMs: number;
    readonly files: number;
    readonly chunks: number;
    readonly embedded: number;
    readonly reused: number;
  }[];
  readonly recoveries: number;
  readonly events: readonly IndexEvent[];
  readonly bytes: {
    readonly total: number;
    readonly text: number;
    readonly keyword: number;
    readonly vectors: number;
    readonly other: number;
  };
  readonly model: { readonly id: string; readonly revision: string; readonly dimensions: number } | null;
}

const byId = z.strictObject({ repositoryId });

export const indexingRequests = {
  /**
   * Brings the index up to date; does nothing when it is running already. `rebuild` starts from nothing; `retryFailed` reads again
   * what failed, though it did not change.
   */
  'indexing.start': z.strictObject({
    repositoryId,
    phase: z.union([z.literal(1), z.literal(2)]).optional(),
    rebuild: z.boolean().optional(),
    retryFailed: z.boolean().optional(),
  }),
  'indexing.pause': byId,
  'indexing.resume': byId,
  /** Stops; what is done stays. */
  'indexing.cancel': byId,
  'indexing.progress': byId,
  'indexing.skipped': z.strictObject({ repositoryId, limit: z.number().int().positive().optional() }),
  'indexing.verify': z.strictObject({ repositoryId, repair: z.boolean() }),
  'indexing.metrics': byId,
};

export interface IndexingAnswers {
  'indexing.start': IndexingProgress;
  'indexing.pause': IndexingProgress;
  'indexing.resume': IndexingProgress;
  'indexing.cancel': IndexingProgress;
  'indexing.progress': IndexingProgress | null;
  'indexing.skipped': {
    readonly total: number;
    readonly files: readonly SkippedFile[];
    /** Files that are in the index, with something to know about how they were read: a guessed encoding, a part left out. */
    readonly noted: readonly NotedFile[];
  };
  'indexing.verify': VerifyReport;
  'indexing.metrics': IndexMetrics;
}

export interface IndexingEvents {
  /** At most ten a second per root while there is work. */
  'indexing.progress': IndexingProgress;
}
