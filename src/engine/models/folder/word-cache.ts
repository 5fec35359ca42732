/** Words longer than this are rare and not worth keeping. */
const maxCachedLength = 64;

/**
 * Remembers what a function answers for a word, within a bound: when the young half is full it becomes the old half, and
 * what is not asked for again goes with the next turn.
 */
export class WordCache<Value> {
  readonly #compute: (word: string) => Value;
  readonly #half: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** At most `capacity` words are held: 200,000 words with their tokens take about 30 MB. */
  constructor(compute: (word: string) => Value, capacity = 200_000) {
    this.#compute = compute;
    this.#half = Math.ceil(capacity / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(word: string): Value {
    const young = this.#young.get(word);
    if (young !== undefined) return young;
    const value = this.#old.get(word) ?? this.#compute(word);
    if (word.length <= maxCachedLength) this.#keep(word, value);
    return value;
  }

  #keep(word: string, value: Value): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    // A copy: a piece of a text would keep the whole text in memory.
    this.#young.set(structuredClone(word), value);
  }
}
