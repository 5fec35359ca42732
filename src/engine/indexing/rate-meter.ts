/** Rates are told over this many milliseconds: long enough to be steady, short enough to be current. */
const windowMs = 5000;

/** At most this many marks are kept for a window. */
const marksPerWindow = 50;

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** Time, speed and time left of one phase, from how much is done. Stopped while paused. Times from `performance.now()`. */
export class RateMeter {
  #marks: Mark[] = [];
  #startedAt: number | null = null;
  #elapsedBefore = 0;

  /** Counts time from `now` on; what was done before does not count as speed. */
  start(now: number, done: number): void {
    this.#startedAt ??= now;
    this.#marks = [{ at: now, done }];
  }

  stop(now: number): void {
    this.#elapsedBefore = this.elapsedMs(now);
    this.#startedAt = null;
    this.#marks = [];
  }

  record(now: number, done: number): void {
    const last = this.#marks.at(-1);
    const before = this.#marks.at(-2);
    if (last && before && last.at - before.at < windowMs / marksPerWindow) this.#marks.pop();
    this.#marks.push({ at: now, done });
    while (this.#marks.length > 2 && (this.#marks[1]?.at ?? now) < now - windowMs) this.#marks.shift();
  }

  elapsedMs(now: number): number {
    return this.#elapsedBefore + (this.#startedAt === null ? 0 : now - this.#startedAt);
  }

  /** Per second, over the last seconds; 0 while stopped. */
  rate(now: number): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || now - first.at < 1) return 0;
    return Math.max(0, ((last.done - first.done) * 1000) / (now - first.at));
  }

  /** Null until a rate is known. */
  remainingMs(now: number, left: number): number | null {
    if (left <= 0) return 0;
    const rate = this.rate(now);
    return rate > 0 ? (left * 1000) / rate : null;
  }
}
