import type { Database, Statement } from 'better-sqlite3';
import { keywordColumnNames, type KeywordColumns } from '../text/keyword-columns.ts';

/**
 * The keyword index: FTS5 without content (the text is in `texts`), row id = chunk id. Terms are split before they come
 * here, so the tokenizer only folds case and accents. Positions are kept: FTS5 computes BM25 from them.
 */
export function createKeywordIndex(database: Database): void {
  database.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS chunks_fts USING fts5 (
      ${keywordColumnNames.join(', ')},
      content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS chunks_terms USING fts5vocab (chunks_fts, row);
  `);
}

/** Forgets the keyword index; it can be built again from the chunks. */
export function dropKeywordIndex(database: Database): void {
  database.exec('DROP TABLE IF EXISTS chunks_terms; DROP TABLE IF EXISTS chunks_fts;');
}

/** Puts chunks into the keyword index and takes them out. */
export class KeywordIndexWriter {
  readonly #insert: Statement<[number, ...string[]]>;
  readonly #remove: Statement<[number]>;

  constructor(database: Database) {
    const marks = keywordColumnNames.map(() => '?').join(', ');
    this.#insert = database.prepare(
      `INSERT INTO chunks_fts (rowid, ${keywordColumnNames.join(', ')}) VALUES (?, ${marks})`,
    );
    this.#remove = database.prepare('DELETE FROM chunks_fts WHERE rowid = ?');
  }

  /** Adds a chunk that is not in the index yet. */
  insert(chunkId: number, columns: KeywordColumns): void {
    this.#insert.run(chunkId, ...keywordColumnNames.map((name) => columns[name]));
  }

  /** Takes chunks out; unknown ids are passed over. */
  remove(chunkIds: readonly number[]): void {
    for (const id of chunkIds) this.#remove.run(id);
  }
}
