/** Texts per batch: few enough to lose little and to write within milliseconds, enough to keep messages rare. */
const limits = { first: 32, least: 4, most: 128 } as const;

/** A batch should take no longer than this, so that pausing is prompt and a crash costs little. */
const targetMs = 400;

/** Finds the size of batches from how long they take: a bag of tokens needs microseconds a text, a transformer many milliseconds. */
export class BatchSizer {
  #size: number = limits.first;

  get size(): number {
    return this.#size;
  }

  record(texts: number, tookMs: number): void {
    if (texts === 0) return;
    const fits = Math.floor(targetMs / Math.max(tookMs / texts, 1e-3));
    this.#size = Math.max(limits.least, Math.min(limits.most, fits, this.#size * 2));
  }
}
