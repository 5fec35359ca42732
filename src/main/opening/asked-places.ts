import type { AskedPlace } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';

/**
 * Places that were asked for outside of the window, kept until a window takes them: it may not be there yet, or be loading. The
 * window asks with a call that waits, so that none is lost between the two.
 */
export class AskedPlaces {
  readonly #places: AskedPlace[] = [];
  readonly #waiting: ((place: AskedPlace) => void)[] = [];

  add(place: AskedPlace): void {
    const take = this.#waiting.shift();
    if (take) take(place);
    // What nobody took yet is out of date once something else was asked for.
    else this.#places.splice(0, this.#places.length, place);
  }

  /** Resolves with the next place; rejects with CANCELLED when `signal` aborts, and leaves the place to the next who asks. */
  async next(signal: AbortSignal): Promise<AskedPlace> {
    const there = signal.aborted ? undefined : this.#places.shift();
    if (there) return there;
    return new Promise((resolve, reject) => {
      const cancelled = (): void => {
        const at = this.#waiting.indexOf(take);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(new WhenceError('CANCELLED', 'The request was cancelled.'));
      };
      const take = (place: AskedPlace): void => {
        signal.removeEventListener('abort', cancelled);
        resolve(place);
      };
      this.#waiting.push(take);
      if (signal.aborted) cancelled();
      else signal.addEventListener('abort', cancelled, { once: true });
    });
  }
}
