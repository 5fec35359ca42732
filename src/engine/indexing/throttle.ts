/** Runs a function at most once per `intervalMs`: at once when it was quiet, else at the end of the interval. */
export class Throttle {
  readonly #run: () => void;
  readonly #intervalMs: number;
  #lastRun = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(run: () => void, intervalMs: number) {
    this.#run = run;
    this.#intervalMs = intervalMs;
  }

  request(): void {
    if (this.#timer) return;
    const wait = this.#lastRun + this.#intervalMs - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), wait).unref();
  }

  /** Runs now: for what must not wait, such as an end. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#lastRun = performance.now();
    this.#run();
  }
}
