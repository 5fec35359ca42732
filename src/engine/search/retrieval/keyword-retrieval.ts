import { editDistance } from '../edit-distance.ts';
import type { PostingReader, VocabularyWord } from '../../store/index.ts';
import { stemOf } from '../../text/stem.ts';
import { type ScoredChunks, TermScores } from './term-scores.ts';
import { Vocabulary } from './vocabulary.ts';
import { likelyForms, oneEditAway } from './word-forms.ts';

/** A word of the query as the index is asked for it: any of its spellings. */
export interface TermGroup {
  /** Terms (as `termsOf` gives them) and how much each counts. */
  readonly spellings: readonly { readonly term: string; readonly weight: number }[];
  /** Whether it counts as part of what the query asks for; parts and joined words only help. */
  readonly counts: boolean;
}

/** What the keyword index says to a query, for all chunks and files that hold any of its terms. */
export interface KeywordScores {
  /** BM25 summed over the terms, by chunk id; 0 where none is. */
  readonly chunks: Float32Array;
  /** For each term the best chunk of the file, summed over the terms; by file id. */
  readonly files: ReadonlyMap<number, number>;
  /** Share of the query's weight that the chunk holds, whichever how often; by chunk id. */
  readonly coverage: Float32Array;
  /** The same for all chunks of a file together; by file id. */
  readonly fileCoverage: ReadonlyMap<number, number>;
  /** Chunks with a score, in no order. */
  readonly found: readonly number[];
}

/** Where chunks belong. */
export interface ChunkFiles {
  /** File id by chunk id; 0 for none. */
  readonly fileOfChunk: Int32Array;
}

/**
 * Rows read for one query at most, rarest terms first. Scoring costs about 1 µs a row; a term that is in this many chunks
 * tells little about any of them.
 */
const mostRows = 8000;

/** A pair is looked for when the rarer of its words is in at most this many chunks. */
const mostNear = 5000;
/** Terms between the two of a pair: parts of identifiers count as terms. */
const nearDistance = 3;

/** Above this many chunks the vocabulary is too large to be read: likely words are made and looked up. */
const largeIndex = 50_000;
/** Words of the vocabulary looked at for one word of the query at most. */
const mostLookedAt = 20_000;

const plainWord = /^[a-z0-9]+$/;

/** Reads the keyword index of one connection. */
export class KeywordRetrieval {
  readonly #postings: PostingReader;
  readonly #scores = new TermScores();
  #vocabulary: Vocabulary | null = null;
  #uses = new Map<string, number>();
  #variants = new Map<string, string[]>();
  #slips = new Map<string, string | null>();
  #chunks: number | null = null;

  constructor(postings: PostingReader) {
    this.#postings = postings;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#uses = new Map();
    this.#variants = new Map();
    this.#slips = new Map();
    this.#chunks = null;
    this.#vocabulary = null;
    this.#scores.forget();
  }

  /** Reads what makes queries faster, where the index is small enough for that to pay. */
  warmUp(): void {
    if (this.total <= largeIndex) this.#vocabulary ??= new Vocabulary(this.#postings.words());
  }

  /** Chunks in the index. */
  get total(): number {
    this.#chunks ??= this.#postings.total();
    return this.#chunks;
  }

  /** Chunks that hold a term; counted up to a bound beyond which it is common anyway. */
  chunksWith(term: string): number {
    // FTS5 takes accents off what it is asked for; only plain words are in the index as they are.
    if (this.#vocabulary !== null && plainWord.test(term)) return Math.min(mostRows, this.#vocabulary.chunksWith(term));
    let chunks = this.#uses.get(term);
    if (chunks === undefined) {
      chunks = this.#postings.count({ term }, mostRows);
      this.#uses.set(term, chunks);
    }
    return chunks;
  }

  /** How rare a term is: inverse document frequency as in BM25, never below 0. */
  idf(term: string): number {
    const chunks = this.chunksWith(term);
    return Math.max(0, Math.log(1 + (this.total - chunks + 0.5) / (chunks + 0.5)));
  }

  /** Scores every chunk that holds any of the terms. */
  score(groups: readonly TermGroup[], of: ChunkFiles, allowed: Uint8Array | null): KeywordScores {
    const tally = new Tally(of.fileOfChunk);
    const weighed = groups.map((group) => {
      const holders = group.spellings.reduce((sum, { term }) => sum + this.chunksWith(term), 0);
      return {
        group,
        holders,
        idf: Math.max(0, ...group.spellings.map(({ term, weight }) => this.idf(term) * weight)),
      };
    });
    const all = weighed.reduce((sum, { group, idf }) => sum + (group.counts ? idf : 0), 0);
    let rows = 0;
    for (const { group, holders, idf } of weighed.toSorted((a, b) => a.holders - b.holders)) {
      if (rows > 0 && rows + holders > mostRows) continue;
      rows += holders;
      tally.startGroup(group.counts && all > 0 ? idf / all : 0);
      for (const { term, weight } of group.spellings) {
        if (this.chunksWith(term) === 0) continue;
        const { ids, scores } = this.#scored(term, allowed !== null);
        for (let i = 0; i < ids.length; i += 1) {
          const id = ids[i] ?? 0;
          if (allowed === null || allowed[id] === 1) tally.add(id, (scores[i] ?? 0) * weight);
        }
      }
      tally.endGroup();
    }
    return tally.result();
  }

  /**
   * Chunks with a term and their BM25. A term that is nearly everywhere is looked for in names first, and in a part of the
   * chunks only; under a filter in all, since few may be let through.
   */
  #scored(term: string, filtered: boolean): ScoredChunks {
    if (filtered || this.chunksWith(term) < mostRows)
      return this.#scores.of(term, () => this.#postings.scores({ term }));
    return this.#scores.of(`in part ${term}`, () => {
      const named = this.#postings.scores({ term, inNames: true }, mostRows);
      return named.length > 0 ? named : this.#postings.scores({ term }, mostRows);
    });
  }

  #wordsFrom(start: string): readonly VocabularyWord[] {
    return this.#vocabulary?.startingWith(start, mostLookedAt) ?? this.#postings.wordsStartingWith(start, mostLookedAt);
  }

  /** Words of the index that share a stem with `word` (itself left out), the commonest first; at most `count`. */
  sameStem(word: string, count: number): string[] {
    const known = this.#variants.get(word);
    if (known !== undefined) return known.slice(0, count);
    const found = this.total > largeIndex ? this.#formsMade(word) : this.#formsRead(word);
    this.#variants.set(word, found);
    return found.slice(0, count);
  }

  /** Whether the index holds other words of the same stem. */
  hasFormsOf(word: string): boolean {
    return this.sameStem(word, 1).length > 0;
  }

  #formsRead(word: string): string[] {
    const stem = stemOf(word);
    const from = stem.length > 3 && stem.endsWith('y') ? stem.slice(0, -1) : stem;
    if (from.length < 3) return [];
    return this.#wordsFrom(from)
      .filter(({ term }) => term !== word && term.length <= word.length + 4 && stemOf(term) === stem)
      .sort((a, b) => b.doc - a.doc)
      .map(({ term }) => term);
  }

  #formsMade(word: string): string[] {
    return likelyForms(word)
      .map((term) => ({ term, chunks: this.chunksWith(term) }))
      .filter(({ chunks }) => chunks > 0)
      .sort((a, b) => b.chunks - a.chunks)
      .map(({ term }) => term);
  }

  /**
   * The word of the index that a word which no chunk holds is most likely a slip of: at most one edit away, two from 8 letters
   * on, the first letter right; null when there is none. The commoner wins among equals. One edit only in a large index.
   */
  likelySlipOf(term: string): string | null {
    let meant = this.#slips.get(term);
    if (meant === undefined) {
      meant = this.#findSlip(term);
      this.#slips.set(term, meant);
    }
    return meant;
  }

  #findSlip(term: string): string | null {
    if (term.length < 5 || !/^\p{L}/u.test(term)) return null;
    if (this.total > largeIndex) return this.#slipMade(term);
    const most = term.length < 8 ? 1 : 2;
    let best: { term: string; distance: number; doc: number } | null = null;
    for (const row of this.#wordsFrom(term.slice(0, 1))) {
      if (Math.abs(row.term.length - term.length) > most) continue;
      const distance = editDistance(term, row.term, most);
      if (distance > most) continue;
      if (best === null || distance < best.distance || (distance === best.distance && row.doc > best.doc)) {
        best = { ...row, distance };
      }
    }
    return best?.term ?? null;
  }

  #slipMade(term: string): string | null {
    let best: string | null = null;
    for (const candidate of oneEditAway(term)) {
      if (!this.#postings.hasMatch({ term: candidate })) continue;
      if (best === null || this.chunksWith(candidate) > this.chunksWith(best)) best = candidate;
    }
    return best;
  }

  /** Chunks in which two terms stand close together; none when both are too common to be looked for. */
  near(a: string, b: string): number[] {
    const rarer = Math.min(this.chunksWith(a), this.chunksWith(b));
    if (rarer === 0 || rarer > mostNear) return [];
    return this.#postings.matching({ near: [a, b], distance: nearDistance });
  }

  /** Chunks that hold the terms one after the other in one column; null when there are more than `most`. */
  holdingInOrder(terms: readonly string[], most: number): number[] | null {
    if (terms.length === 0) return [];
    const ids: number[] = [];
    for (const id of this.#postings.eachMatching({ inOrder: terms })) {
      if (ids.length === most) return null;
      ids.push(id);
    }
    return ids;
  }

  /** Chunks that hold all of the terms, in any order of columns; by id. */
  *holdingAll(terms: readonly string[]): Generator<number> {
    if (terms.length > 0) yield* this.#postings.eachMatching({ all: terms });
  }
}

/** Adds up scores term by term. */
class Tally {
  readonly #fileOfChunk: Int32Array;
  readonly #chunks: Float32Array;
  readonly #coverage: Float32Array;
  readonly #lastGroup: Int16Array;
  readonly #files = new Map<number, number>();
  readonly #fileCoverage = new Map<number, number>();
  readonly #found: number[] = [];
  #best = new Map<number, number>();
  #group = 0;
  #share = 0;

  constructor(fileOfChunk: Int32Array) {
    this.#fileOfChunk = fileOfChunk;
    this.#chunks = new Float32Array(fileOfChunk.length);
    this.#coverage = new Float32Array(fileOfChunk.length);
    this.#lastGroup = new Int16Array(fileOfChunk.length);
  }

  startGroup(share: number): void {
    this.#group += 1;
    this.#share = share;
    this.#best = new Map();
  }

  add(chunk: number, score: number): void {
    const before = this.#chunks[chunk] ?? 0;
    if (before === 0) this.#found.push(chunk);
    this.#chunks[chunk] = before + score;
    if (this.#lastGroup[chunk] !== this.#group) {
      this.#lastGroup[chunk] = this.#group;
      this.#coverage[chunk] = (this.#coverage[chunk] ?? 0) + this.#share;
    }
    const file = this.#fileOfChunk[chunk] ?? 0;
    if (score > (this.#best.get(file) ?? 0)) this.#best.set(file, score);
  }

  endGroup(): void {
    for (const [file, score] of this.#best) {
      this.#files.set(file, (this.#files.get(file) ?? 0) + score);
      this.#fileCoverage.set(file, (this.#fileCoverage.get(file) ?? 0) + this.#share);
    }
  }

  result(): KeywordScores {
    return {
      chunks: this.#chunks,
      files: this.#files,
      coverage: this.#coverage,
      fileCoverage: this.#fileCoverage,
      found: this.#found,
    };
  }
}
