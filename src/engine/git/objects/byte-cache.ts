/**
 * Keeps recently used values up to a number of bytes. In two halves: a value that is used moves to the younger half, and
 * when that is full, the older half is dropped as a whole. Cheaper to read than a strict order of use.
 */
export class ByteCache<Key, Value extends { readonly length: number }> {
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();
  readonly #halfBytes: number;
  readonly #perEntry: number;
  #youngBytes = 0;

  /** `perEntry`: bytes counted for an entry beside its value's length. */
  constructor(maxBytes: number, perEntry = 128) {
    this.#halfBytes = maxBytes / 2;
    this.#perEntry = perEntry;
  }

  get(key: Key): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: Key, value: Value): void {
    const cost = value.length + this.#perEntry;
    if (cost > this.#halfBytes / 2) return;
    if (this.#youngBytes + cost > this.#halfBytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, value);
    this.#youngBytes += cost;
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#youngBytes = 0;
  }
}
