import type { Database } from 'better-sqlite3';
import { isWhenceError } from '../../shared/errors.ts';
import type { Damage } from './damage.ts';
import { hashRows } from './rows-hash.ts';
import type { Statements } from './statements.ts';
import { type ChunkPlace, TextReader } from './texts.ts';

interface ChunkRow extends ChunkPlace {
  readonly id: number;
  readonly signature: string | null;
  readonly doc_start_line: number | null;
  readonly doc_end_line: number | null;
}

interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly line_count: number;
  readonly content_hash: Buffer | null;
  readonly language: string | null;
  readonly role: string;
  readonly detail: string | null;
  readonly rows_hash: Buffer | null;
}

interface SymbolRow {
  readonly chunk_id: number;
  readonly name: string;
  readonly kind: string;
  readonly line: number;
}

/** At most this many damaged files are named. */
const listed = 3;

/**
 * Every indexed file has a text, whose lines its chunks cover and whose words they were made of, and its rows are those that were
 * written.
 */
export function findChunkDamage(statements: Statements): Damage[] {
  const { database } = statements;
  const files = database
    .prepare<[], FileRow>(
      `SELECT id, path, line_count, content_hash, language, role, detail, rows_hash FROM files WHERE state = 'indexed'`,
    )
    .all();
  const isSound = soundnessOf(database, new TextReader(statements));
  // Without a hash it is being written: the next reading finishes it.
  const broken = files.filter((file) => file.content_hash !== null && !isSound(file));
  const strays = database
    .prepare<[], { id: number; path: string }>(
      "SELECT id, path FROM files WHERE state != 'indexed' AND (id IN (SELECT file_id FROM chunks) OR id IN (SELECT file_id FROM texts))",
    )
    .all();
  const all = [...broken, ...strays];
  if (all.length === 0) return [];
  const names = all.slice(0, listed).map((file) => file.path);
  const others = all.length > names.length ? ` and ${all.length - names.length} more` : '';
  const problem = `the stored text or chunks of ${names.join(', ')}${others} are damaged`;
  return [{ check: 'chunks', problem, remedy: { kind: 'read-again', fileIds: all.map((file) => file.id) } }];
}

function soundnessOf(database: Database, texts: TextReader): (file: FileRow) => boolean {
  const chunksOf = database.prepare<[number], ChunkRow>(
    `SELECT id, file_id, kind, name, enclosing, start_line, end_line, text_hash, signature, doc_start_line, doc_end_line
     FROM chunks WHERE file_id = ? ORDER BY start_line, end_line`,
  );
  const symbolsOf = database.prepare<[number], SymbolRow>(
    `SELECT s.chunk_id, s.name, s.kind, s.line FROM chunks c JOIN symbols s ON s.chunk_id = c.id WHERE c.file_id = ?
     ORDER BY s.chunk_id, s.position`,
  );
  return (file) => {
    const chunks = chunksOf.all(file.id);
    return hasItsTexts(texts, file, chunks) && hasItsRows(file, chunks, symbolsOf.all(file.id));
  };
}

function hasItsTexts(texts: TextReader, file: FileRow, chunks: readonly ChunkRow[]): boolean {
  try {
    const lines = texts.fileLines(file.id);
    if (lines === null || lines.length !== file.line_count) return false;
    let covered = 0;
    for (const chunk of chunks) {
      if (chunk.start_line > covered + 1 || chunk.end_line < chunk.start_line || texts.textOf(chunk) === null)
        return false;
      covered = Math.max(covered, chunk.end_line);
    }
    return covered === lines.length;
  } catch (thrown) {
    if (isWhenceError(thrown, 'INDEX_DAMAGED')) return false;
    throw thrown;
  }
}

/** Rows that older code wrote have no checksum. */
function hasItsRows(file: FileRow, chunks: readonly ChunkRow[], symbols: readonly SymbolRow[]): boolean {
  if (file.rows_hash === null) return true;
  const byChunk = Map.groupBy(symbols, (symbol) => symbol.chunk_id);
  const rows = chunks.map((chunk) => ({
    kind: chunk.kind,
    name: chunk.name,
    enclosing: chunk.enclosing,
    signature: chunk.signature,
    startLine: chunk.start_line,
    endLine: chunk.end_line,
    docStartLine: chunk.doc_start_line,
    docEndLine: chunk.doc_end_line,
    symbols: byChunk.get(chunk.id) ?? [],
  }));
  const { language, role, line_count: lineCount, detail } = file;
  return hashRows({ language, role, lineCount, detail }, rows).equals(file.rows_hash);
}
