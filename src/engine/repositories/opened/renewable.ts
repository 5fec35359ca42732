/** Something that is made when it is first asked for, and again when it is asked for after it was ended. */
export class Renewable<T> {
  readonly #make: () => T;
  readonly #end: (current: T) => Promise<void>;
  #current: T | null = null;

  constructor(make: () => T, end: (current: T) => Promise<void>) {
    this.#make = make;
    this.#end = end;
  }

  get(): T {
    this.#current ??= this.#make();
    return this.#current;
  }

  /** What is there now; null where nobody has asked yet. */
  peek(): T | null {
    return this.#current;
  }

  /** Until the end is reached, whoever asks gets the one that is ending. */
  async end(): Promise<void> {
    const ending = this.#current;
    if (ending === null) return;
    await this.#end(ending);
    if (this.#current === ending) this.#current = null;
  }
}
