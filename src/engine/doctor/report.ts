import type { IndexCounts, IndexState } from '../../shared/contract/repositories.ts';
import type { ErrorShape } from '../../shared/errors.ts';

/** What a bug report needs to know of an installation and of one index. No code, no query, no name of a file in a repository. */
export interface DoctorReport {
  readonly versions: {
    readonly whence: string;
    readonly node: string;
    /** Null outside of Electron. */
    readonly electron: string | null;
    /** Null where it can't be loaded. */
    readonly sqlite: string | null;
    readonly sqliteVec: string | null;
    readonly onnxruntime: string | null;
  };
  readonly system: {
    readonly platform: string;
    readonly release: string;
    readonly arch: string;
    readonly cpus: number;
    readonly memoryBytes: number;
    readonly freeMemoryBytes: number;
  };
  /** Null where there is none, or only one that is too old. */
  readonly git: { readonly version: string; readonly path: string } | null;
  /** Null where there is none that can be read. */
  readonly model: { readonly id: string; readonly revision: string; readonly checksumsMatch: boolean } | null;
  /** What computes vectors; null where nothing does. */
  readonly accelerator: string | null;
  readonly data: {
    readonly folder: string;
    readonly exists: boolean;
    readonly writable: boolean;
    readonly freeBytes: number | null;
    readonly indexes: number;
    readonly indexBytes: number;
  };
  /** The index of the root that was asked about; null without one. */
  readonly index: IndexReport | null;
  /** The last lines of the log that tell of failures, oldest first. */
  readonly lastErrors: readonly string[];
  /** What is broken, each with what to do. */
  readonly problems: readonly ErrorShape[];
}

export interface IndexReport {
  readonly root: string;
  readonly state: IndexState;
  readonly bytes: number;
  readonly counts: IndexCounts | null;
  /** Whether the full check found nothing wrong; null where there is nothing to check. */
  readonly healthy: boolean | null;
}

/** A part of the report, and what is broken there. */
export interface Found<T> {
  readonly value: T;
  readonly problems: readonly ErrorShape[];
}
