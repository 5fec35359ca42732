import type { KnownFile, ReadFile, ReadingStore, StoreEffect, Touch } from '../store/index.ts';
import type { Slices } from './slices.ts';

/** Chunks written in one transaction, for small files together: about 5 ms. A file counts as two more. */
const chunksTogether = 64;
/** Files are not kept back for longer than this, in ms. */
const patienceMs = 250;

interface Waiting {
  readonly file: ReadFile;
  readonly known: KnownFile | null;
}

/**
 * Writes files in the order in which they are given, several small ones in one transaction: the keyword index makes a segment
 * for every transaction, so that one for each file costs twice as much.
 */
export class WriteQueue {
  readonly effect: StoreEffect = { added: 0, kept: 0, removed: 0 };
  readonly #reading: ReadingStore;
  readonly #slices: Slices;
  readonly #signal: AbortSignal;
  #waiting: Waiting[] = [];
  #touches: Touch[] = [];
  #weight = 0;
  #since = 0;

  constructor(reading: ReadingStore, slices: Slices, signal: AbortSignal) {
    this.#reading = reading;
    this.#slices = slices;
    this.#signal = signal;
  }

  async add(file: ReadFile, known: KnownFile | null): Promise<void> {
    const chunks = file.content.state === 'indexed' ? file.content.chunks.length : 0;
    if (this.#weight + chunks > chunksTogether) await this.flush();
    if (this.#weight === 0) this.#since = performance.now();
    this.#waiting.push({ file, known });
    this.#weight += chunks + 2;
    await this.#flushIfDue();
  }

  /** Same content, other size or time. */
  async touch(touch: Touch): Promise<void> {
    if (this.#weight === 0) this.#since = performance.now();
    this.#touches.push(touch);
    this.#weight += 0.1;
    await this.#flushIfDue();
  }

  /** Writes all that waits. */
  async flush(): Promise<void> {
    const [waiting, touches] = [this.#waiting, this.#touches];
    this.#waiting = [];
    this.#touches = [];
    this.#weight = 0;
    if (touches.length > 0) this.#reading.touch(touches);
    const [first, ...others] = waiting;
    if (first !== undefined) {
      if (others.length > 0) this.#count(this.#reading.storeTogether(waiting));
      else this.#count(await this.#inSteps(first));
    }
    await this.#slices.giveWay();
  }

  async #flushIfDue(): Promise<void> {
    if (this.#weight >= chunksTogether || performance.now() - this.#since > patienceMs) await this.flush();
  }

  /** A large file takes several transactions; between them other work runs. */
  async #inSteps({ file, known }: Waiting): Promise<StoreEffect> {
    const steps = this.#reading.store(file, known);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await this.#slices.giveWay();
      this.#signal.throwIfAborted();
    }
  }

  #count(effect: StoreEffect): void {
    this.effect.added += effect.added;
    this.effect.kept += effect.kept;
    this.effect.removed += effect.removed;
  }
}
