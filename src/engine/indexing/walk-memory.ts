import type { ReadLimits } from './indexing-run.ts';
import type { ChangedPaths } from './work-left.ts';

/** Remembers whether the whole root was looked at since it was opened, and under which limits. */
export class WalkMemory {
  #limits: ReadLimits | null = null;

  /** Single paths are enough only after everything was looked at once, under the limits that hold now. */
  narrowed(paths: ChangedPaths, limits: ReadLimits): ChangedPaths {
    const isSame =
      this.#limits?.maxFileBytes === limits.maxFileBytes && this.#limits.includeVendored === limits.includeVendored;
    return isSame ? paths : 'everything';
  }

  /** A reading of these paths came to its end. */
  note(paths: ChangedPaths, { maxFileBytes, includeVendored }: ReadLimits): void {
    if (paths === 'everything') this.#limits = { maxFileBytes, includeVendored };
  }

  /** The index is another one now. */
  forget(): void {
    this.#limits = null;
  }
}
