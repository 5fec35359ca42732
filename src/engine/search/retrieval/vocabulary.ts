import type { VocabularyWord } from '../../store/index.ts';

/**
 * Every word of a keyword index, held in memory: a look-up in FTS5 costs some 20 µs, also for a word that isn't there, and a
 * query looks up two dozen. Reading 50,000 words takes about 70 ms, so that it is for when nobody waits.
 */
export class Vocabulary {
  readonly #words: readonly VocabularyWord[];
  readonly #chunks: ReadonlyMap<string, number>;

  /** `all`: words of the index. */
  constructor(all: readonly VocabularyWord[]) {
    // FTS5 gives them by their bytes, which is another order beyond U+FFFF.
    this.#words = all.toSorted((a, b) => (a.term < b.term ? -1 : 1));
    this.#chunks = new Map(all.map(({ term, doc }) => [term, doc]));
  }

  /** Chunks that hold a term. */
  chunksWith(term: string): number {
    return this.#chunks.get(term) ?? 0;
  }

  /** The words that begin so, in order; at most `count`. */
  startingWith(start: string, count: number): readonly VocabularyWord[] {
    const first = this.#firstFrom(start);
    let end = first;
    while (end < this.#words.length && end - first < count && this.#words[end]?.term.startsWith(start) === true)
      end += 1;
    return this.#words.slice(first, end);
  }

  #firstFrom(term: string): number {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#words[middle]?.term ?? '') < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
