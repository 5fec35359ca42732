/** Chunks that hold a term with the BM25 of each, in parallel arrays. */
export interface ScoredChunks {
  readonly ids: Int32Array;
  readonly scores: Float64Array;
}

/** Rows kept at most, over all terms: 6 MB. */
const mostRows = 500_000;

/**
 * Scored terms of the latest queries: whoever types on asks for the same words again with each letter, and scoring is the
 * dearest part of a search. What was not asked for longest goes first.
 */
export class TermScores {
  readonly #kept = new Map<string, ScoredChunks>();
  #rows = 0;

  /** What is kept under `key`, or what `read` gives as rows of id and score. */
  of(key: string, read: () => readonly (readonly [id: number, score: number])[]): ScoredChunks {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const rows = read();
    const made: ScoredChunks = { ids: new Int32Array(rows.length), scores: new Float64Array(rows.length) };
    for (const [i, [id, score]] of rows.entries()) {
      made.ids[i] = id;
      made.scores[i] = score;
    }
    this.#keep(key, made);
    return made;
  }

  #keep(key: string, made: ScoredChunks): void {
    this.#kept.set(key, made);
    this.#rows += made.ids.length;
    for (const [oldest, { ids }] of this.#kept) {
      if (this.#rows <= mostRows) break;
      this.#kept.delete(oldest);
      this.#rows -= ids.length;
    }
  }

  forget(): void {
    this.#kept.clear();
    this.#rows = 0;
  }
}
