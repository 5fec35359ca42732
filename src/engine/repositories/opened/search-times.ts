import type { IndexAccess } from '../index-access.ts';

/** Milliseconds for which search times are gathered before they are written together. */
const recordEveryMs = 2000;

/** Keeps how long searches took, where this process may write. */
export class SearchTimes {
  readonly #index: IndexAccess;
  #gathered: number[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(index: IndexAccess) {
    this.#index = index;
  }

  record(tookMs: number): void {
    this.#gathered.push(tookMs);
    this.#timer ??= setTimeout(() => this.flush(), recordEveryMs).unref();
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const times = this.#gathered;
    this.#gathered = [];
    if (times.length > 0) this.#index.writer?.recordMetrics(times.map((tookMs) => ['search.took', tookMs] as const));
  }
}
