import type { ReadChunk } from './read-file.ts';
import type { Query, Statements } from './statements.ts';
import { nameSeparator } from './text-hash.ts';
import { sumColumns, type VectorSums } from './vector-index.ts';

/** A stored chunk, as far as it matters to what happens to it when its file changes. */
export interface StoredChunk extends VectorSums {
  readonly id: number;
  readonly text_hash: Buffer;
  readonly embedding_status: 'pending' | 'complete' | 'failed';
  readonly borrowed: number;
  readonly start_line: number;
  readonly end_line: number;
  readonly doc_start_line: number | null;
  readonly doc_end_line: number | null;
  readonly signature: string | null;
  /** As `symbolsText`. */
  readonly symbols: string;
}

type Lines = [startLine: number, endLine: number, docStartLine: number | null, docEndLine: number | null];

const linesOf = (chunk: ReadChunk): Lines => [chunk.startLine, chunk.endLine, chunk.docStartLine, chunk.docEndLine];

/** Statements over `chunks` and `symbols` that phase 1 needs. */
export class ChunksTable {
  readonly #ofFile: Query<[fileId: number], StoredChunk>;
  readonly #insert: Query<
    [number, string, string | null, string | null, string | null, ...Lines, textHash: Uint8Array]
  >;
  readonly #rewrite: Query<[signature: string | null, ...Lines, id: number]>;
  readonly #remove: Query<[id: number]>;
  readonly #insertSymbol: Query<[chunkId: number, position: number, name: string, kind: string, line: number]>;
  readonly #removeSymbols: Query<[chunkId: number]>;

  constructor(statements: Statements) {
    this.#ofFile = statements.prepare(
      'chunks.of-file',
      `SELECT id, text_hash, embedding_status, borrowed, start_line, end_line, doc_start_line, doc_end_line, signature, ${sumColumns('chunks')},
         (SELECT json_group_array(json_array(name, kind, line) ORDER BY position) FROM symbols WHERE chunk_id = chunks.id) AS symbols
       FROM chunks WHERE file_id = ? ORDER BY start_line, id`,
    );
    this.#insert = statements.prepare(
      'chunks.insert',
      `INSERT INTO chunks (file_id, kind, name, enclosing, signature, start_line, end_line, doc_start_line, doc_end_line, text_hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#rewrite = statements.prepare(
      'chunks.rewrite',
      `UPDATE chunks SET signature = ?, start_line = ?, end_line = ?, doc_start_line = ?, doc_end_line = ? WHERE id = ?`,
    );
    this.#remove = statements.prepare('chunks.remove', 'DELETE FROM chunks WHERE id = ?');
    this.#insertSymbol = statements.prepare(
      'symbols.insert',
      'INSERT INTO symbols (chunk_id, position, name, kind, line) VALUES (?, ?, ?, ?, ?)',
    );
    this.#removeSymbols = statements.prepare('symbols.remove', 'DELETE FROM symbols WHERE chunk_id = ?');
  }

  /** In line order. */
  ofFile(fileId: number): StoredChunk[] {
    return this.#ofFile.all(fileId);
  }

  insert(fileId: number, chunk: ReadChunk): number {
    const enclosing = chunk.enclosing.length === 0 ? null : chunk.enclosing.join(nameSeparator);
    const id = Number(
      this.#insert.run(fileId, chunk.kind, chunk.name, enclosing, chunk.signature, ...linesOf(chunk), chunk.textHash)
        .lastInsertRowid,
    );
    this.#putSymbols(id, chunk);
    return id;
  }

  /** Gives a chunk whose text stayed the same its new lines; everything but what its hash covers may be new. */
  rewrite(stored: StoredChunk, chunk: ReadChunk): void {
    this.#rewrite.run(chunk.signature, ...linesOf(chunk), stored.id);
    this.#removeSymbols.run(stored.id);
    this.#putSymbols(stored.id, chunk);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  #putSymbols(id: number, chunk: ReadChunk): void {
    for (const [position, symbol] of chunk.symbols.entries()) {
      this.#insertSymbol.run(id, position, symbol.name, symbol.kind, symbol.line);
    }
  }
}

const symbolsText = (chunk: ReadChunk): string =>
  JSON.stringify(chunk.symbols.map(({ name, kind, line }) => [name, kind, line]));

/** True when a stored chunk with the hash of `chunk` already says all that `chunk` does. */
export const isStoredAs = (stored: StoredChunk, chunk: ReadChunk): boolean =>
  stored.start_line === chunk.startLine &&
  stored.end_line === chunk.endLine &&
  stored.doc_start_line === chunk.docStartLine &&
  stored.doc_end_line === chunk.docEndLine &&
  stored.signature === chunk.signature &&
  stored.symbols === symbolsText(chunk);
