import { WhenceError } from '../../shared/errors.ts';

/** Asked now and then by long work: throws CANCELLED once nobody waits for the answer. */
export interface Cancellation {
  throwIfCancelled(): void;
  /** Promises to return, or to call this again, within so many ms: else the thread is ended. Null takes it back. */
  readonly limit?: (ms: number | null) => void;
}

export const cancelled = (): WhenceError => new WhenceError('CANCELLED', 'The request was cancelled.');

/** Places in the shared array; ids share one when they are this far apart, by when the older has long been answered. */
const places = 1024;

/**
 * Call ids that were cancelled, in memory that two threads share: a thread deep in a scan reads no messages. Ids are positive and
 * grow.
 */
export class SharedCancellations {
  readonly buffer: SharedArrayBuffer;
  readonly #ids: Int32Array;

  constructor(buffer = new SharedArrayBuffer(places * 4)) {
    this.buffer = buffer;
    this.#ids = new Int32Array(buffer);
  }

  cancel(id: number): void {
    Atomics.store(this.#ids, id % places, id);
  }

  of(id: number): Cancellation {
    return {
      throwIfCancelled: () => {
        if (Atomics.load(this.#ids, id % places) === id) throw cancelled();
      },
    };
  }
}
