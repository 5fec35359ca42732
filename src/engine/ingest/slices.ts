import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work on the owner's thread is cut into slices of this many ms, so that a window or a server stays responsive. */
const sliceMs = 8;

/** Says when it is time to let other work run. */
export class Slices {
  #since = performance.now();

  /** Lets waiting events run when the slice is over; else returns at once. */
  async giveWay(): Promise<void> {
    if (performance.now() - this.#since < sliceMs) return;
    await nextTurn();
    this.#since = performance.now();
  }
}
