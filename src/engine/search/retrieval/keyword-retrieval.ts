import type { Database, Statement } from 'better-sqlite3';
import { keywordColumnNames, type KeywordColumns } from '../../text/keyword-columns.ts';

export interface KeywordHit {
  readonly chunkId: number;
  /** BM25 over all columns, higher is better. */
  readonly score: number;
}

/** How much a word counts by the column it stands in. */
export type ColumnWeights = { readonly [Column in keyof KeywordColumns]: number };

interface TermUse {
  /** Chunks that hold the term. */
  readonly chunks: number;
  /** Inverse document frequency as in BM25, never below 0. */
  readonly idf: number;
}

/** Reads the keyword index of one connection. */
export class KeywordRetrieval {
  readonly #search: Statement<[string, number], { id: number; score: number }>;
  readonly #use: Statement<[string], number>;
  readonly #match: Statement<[string], number>;
  readonly #total: Statement<[], number>;
  #uses = new Map<string, number>();
  #chunks: number | null = null;

  constructor(database: Database, weights: ColumnWeights) {
    const list = keywordColumnNames.map((name) => weights[name]).join(', ');
    this.#search = database.prepare(
      `SELECT rowid AS id, -bm25(chunks_fts, ${list}) AS score FROM chunks_fts WHERE chunks_fts MATCH ? ORDER BY bm25(chunks_fts, ${list}) LIMIT ?`,
    );
    this.#match = database.prepare<[string], number>('SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH ?').pluck();
    this.#use = database.prepare<[string], number>('SELECT doc FROM chunks_terms WHERE term = ?').pluck();
    this.#total = database.prepare<[], number>('SELECT count(*) FROM chunks_fts_docsize').pluck();
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#uses = new Map();
    this.#chunks = null;
  }

  /** Chunks in the index. */
  get total(): number {
    this.#chunks ??= this.#total.get() ?? 0;
    return this.#chunks;
  }

  /** How common a term (as `termsOf` gives it) is. */
  use(term: string): TermUse {
    let chunks = this.#uses.get(term);
    if (chunks === undefined) {
      chunks = this.#use.get(folded(term)) ?? 0;
      this.#uses.set(term, chunks);
    }
    return { chunks, idf: Math.max(0, Math.log(1 + (this.total - chunks + 0.5) / (chunks + 0.5))) };
  }

  /** The best chunks that hold any of the terms. */
  search(terms: readonly string[], count: number, allowed: Uint8Array | null): KeywordHit[] {
    if (terms.length === 0) return [];
    const query = terms.map(quoted).join(' OR ');
    if (allowed === null) {
      return this.#search.all(query, count).map((row) => ({ chunkId: row.id, score: row.score }));
    }
    const hits: KeywordHit[] = [];
    for (const row of this.#search.iterate(query, -1)) {
      if (allowed[row.id] !== 1) continue;
      hits.push({ chunkId: row.id, score: row.score });
      if (hits.length >= count) break;
    }
    return hits;
  }

  /** Chunks that hold all of the terms, in any order of columns; by id. */
  *holdingAll(terms: readonly string[]): Generator<number> {
    if (terms.length > 0) yield* this.#match.iterate(terms.map(quoted).join(' AND '));
  }
}

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`;

/** As the tokenizer of the index folds a term: accents off. */
const folded = (term: string): string => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
