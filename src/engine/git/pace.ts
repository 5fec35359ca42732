import { setImmediate as nextTurn } from 'node:timers/promises';
import { WhenceError } from '../../shared/errors.ts';

const turnMs = 12;

/** Why long work stopped before its end. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * Shares a thread: long synchronous work calls `rest` wherever it can stop. Lets other requests and cancellation through
 * every 12 ms, and ends the work when its time is up.
 */
export class Pace {
  readonly #signal: AbortSignal;
  readonly #deadline: number;
  #turnStart = performance.now();

  /** `budgetMs`: null for no limit. */
  constructor(signal: AbortSignal, budgetMs: number | null) {
    this.#signal = signal;
    this.#deadline = budgetMs === null ? Number.POSITIVE_INFINITY : performance.now() + budgetMs;
  }

  /** True when it is time to `rest`: cheap enough to ask in an inner loop. */
  get due(): boolean {
    return performance.now() - this.#turnStart > turnMs;
  }

  /** Throws CANCELLED when the caller went away, and OutOfTime past the budget. */
  async rest(): Promise<void> {
    await nextTurn();
    this.check();
    this.#turnStart = performance.now();
  }

  check(): void {
    if (this.#signal.aborted) throw new WhenceError('CANCELLED', 'The request was cancelled.');
    if (performance.now() > this.#deadline) throw new OutOfTime();
  }
}
