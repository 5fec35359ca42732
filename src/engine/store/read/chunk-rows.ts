import type { ChunkKind, FileRole } from '../../../shared/chunk-kind.ts';
import type { Query, Statements } from '../statements.ts';
import { nameSeparator } from '../text-hash.ts';

/** A chunk as it is stored, without its text. Lines are 1-based and inclusive. */
export interface StoredChunkRow {
  readonly fileId: number;
  readonly kind: ChunkKind;
  readonly name: string | null;
  /** From the outside in. */
  readonly enclosing: readonly string[];
  readonly signature: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly docStartLine: number | null;
  readonly docEndLine: number | null;
  readonly textHash: Buffer;
}

/** A file as it is stored, without its text. */
export interface StoredFileRow {
  readonly path: string;
  readonly language: string | null;
  readonly role: FileRole;
  readonly lineCount: number;
  readonly size: number;
  readonly mtimeMs: number;
  /** Null where it is not known yet. */
  readonly ctimeMs: number | null;
}

export interface StoredSymbol {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
}

/** Chunks and files one by one. */
export class ChunkRowReader {
  readonly #chunk: Query<[id: number], Omit<StoredChunkRow, 'enclosing'> & { readonly enclosing: string | null }>;
  readonly #symbols: Query<[chunkId: number], StoredSymbol>;
  readonly #file: Query<[id: number], StoredFileRow>;
  readonly #exists: Query<[path: string], number>;
  readonly #contentHash: Query<[fileId: number], Buffer | null>;

  constructor(statements: Statements) {
    this.#chunk = statements.prepare(
      'chunks.row',
      `SELECT file_id AS fileId, kind, name, enclosing, signature, start_line AS startLine, end_line AS endLine,
              doc_start_line AS docStartLine, doc_end_line AS docEndLine, text_hash AS textHash
         FROM chunks WHERE id = ?`,
    );
    this.#symbols = statements.prepare('symbols.of-chunk', 'SELECT name, kind, line FROM symbols WHERE chunk_id = ?');
    this.#file = statements.prepare(
      'files.row',
      `SELECT path, language, role, line_count AS lineCount, size, mtime_ms AS mtimeMs, ctime_ms AS ctimeMs
         FROM files WHERE id = ?`,
    );
    this.#exists = statements.prepareValue('files.exists', 'SELECT 1 FROM files WHERE path = ?');
    this.#contentHash = statements.prepareValue('files.content-hash', 'SELECT content_hash FROM files WHERE id = ?');
  }

  /** A chunk; null when it has left the index. */
  chunk(id: number): StoredChunkRow | null {
    const row = this.#chunk.get(id);
    if (row === undefined) return null;
    return { ...row, enclosing: row.enclosing === null ? [] : row.enclosing.split(nameSeparator) };
  }

  /** What a chunk defines. */
  symbolsOf(chunkId: number): StoredSymbol[] {
    return this.#symbols.all(chunkId);
  }

  /** A file; null when it has left the index. */
  file(id: number): StoredFileRow | null {
    return this.#file.get(id) ?? null;
  }

  hasFile(path: string): boolean {
    return this.#exists.get(path) === 1;
  }

  /** First bytes of SHA-256 over the file's bytes; null where the file is gone or was not read to its end. */
  contentHash(fileId: number): Buffer | null {
    return this.#contentHash.get(fileId) ?? null;
  }
}
