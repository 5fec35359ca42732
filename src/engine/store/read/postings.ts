import { keywordColumnNames, type KeywordColumns } from '../../text/keyword-columns.ts';
import type { Query, Statements } from '../statements.ts';

/** How much a word counts by the column it stands in. */
export type ColumnWeights = { readonly [Column in keyof KeywordColumns]: number };

export interface VocabularyWord {
  readonly term: string;
  /** Chunks that hold it. */
  readonly doc: number;
}

/** What is looked for in the keyword index. */
export type KeywordMatch =
  /** Chunks that hold the term. */
  | { readonly term: string; readonly inNames?: boolean }
  /** One after the other in one column. */
  | { readonly inOrder: readonly string[] }
  /** Close together, at most so many terms between. */
  | { readonly near: readonly [string, string]; readonly distance: number }
  /** All of them, in any order and column; at least one. */
  | { readonly all: readonly string[] };

/** The keyword index (FTS5). */
export class PostingReader {
  readonly #score: Query<[match: string, limit: number], [id: number, score: number]>;
  readonly #match: Query<[match: string], number>;
  readonly #count: Query<[match: string, limit: number], number>;
  readonly #total: Query<[], number>;
  readonly #words: Query<[from: string, to: string, limit: number], VocabularyWord>;
  readonly #allWords: Query<[], VocabularyWord>;

  constructor(statements: Statements, weights: ColumnWeights) {
    const list = keywordColumnNames.map((name) => weights[name]).join(', ');
    this.#score = statements.prepareRaw(
      'chunks_fts.score',
      `SELECT rowid, -bm25(chunks_fts, ${list}) FROM chunks_fts WHERE chunks_fts MATCH ? LIMIT ?`,
    );
    this.#match = statements.prepareValue('chunks_fts.match', 'SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH ?');
    this.#count = statements.prepareValue(
      'chunks_fts.count',
      'SELECT count(*) FROM (SELECT 1 FROM chunks_fts WHERE chunks_fts MATCH ? LIMIT ?)',
    );
    this.#total = statements.prepareValue('chunks_fts.total', 'SELECT count(*) FROM chunks_fts_docsize');
    this.#words = statements.prepare(
      'chunks_terms.starting-with',
      'SELECT term, doc FROM chunks_terms WHERE term >= ? AND term < ? LIMIT ?',
    );
    this.#allWords = statements.prepare('chunks_terms.all', 'SELECT term, doc FROM chunks_terms');
  }

  /** Chunks in the index. */
  total(): number {
    return this.#total.get() ?? 0;
  }

  /** How many chunks match, counted up to `limit`. */
  count(match: KeywordMatch, limit: number): number {
    return this.#count.get(expressionOf(match), limit) ?? 0;
  }

  /** Chunks that match with the BM25 of each; all without a limit. */
  scores(match: KeywordMatch, limit = -1): [id: number, score: number][] {
    return this.#score.all(expressionOf(match), limit);
  }

  /** Chunks that match. */
  matching(match: KeywordMatch): number[] {
    return this.#match.all(expressionOf(match));
  }

  /** As `matching`, one by one: the rest is not looked for where the caller stops. */
  eachMatching(match: KeywordMatch): Generator<number, void> {
    return this.#match.iterate(expressionOf(match));
  }

  hasMatch(match: KeywordMatch): boolean {
    return this.#match.get(expressionOf(match)) !== undefined;
  }

  /** Words of the index that begin so; at most `limit`. */
  wordsStartingWith(start: string, limit: number): VocabularyWord[] {
    return this.#words.all(start, `${start}\u{10FFFF}`, limit);
  }

  /** Every word of the index, by its bytes. */
  words(): VocabularyWord[] {
    return this.#allWords.all();
  }
}

function expressionOf(match: KeywordMatch): string {
  if ('term' in match) return match.inNames === true ? `{names stem} : ${quoted(match.term)}` : quoted(match.term);
  if ('inOrder' in match) return quoted(match.inOrder.join(' '));
  if ('near' in match) return `NEAR(${match.near.map(quoted).join(' ')}, ${match.distance})`;
  return match.all.map(quoted).join(' AND ');
}

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`;
