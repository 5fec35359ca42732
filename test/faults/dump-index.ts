import SqliteDatabase, { type Database } from 'better-sqlite3';
import { load as loadVectorExtension } from 'sqlite-vec';

/** Everything that an index says about its files, without row ids, times and batches: equal dumps are equal indexes. */
export interface IndexDump {
  readonly files: readonly unknown[];
  readonly chunks: readonly unknown[];
  readonly symbols: readonly unknown[];
  /** Every word of the keyword index with its place. */
  readonly keywords: readonly string[];
  readonly vectors: readonly string[];
}

/** Reads an index for comparison; with `ids` row ids count too. */
export function dumpIndex(file: string, options: { ids: boolean } = { ids: false }): IndexDump {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    loadVectorExtension(database);
    const id = options.ids ? ', c.id AS id, c.file_id AS file_id' : '';
    const chunkName = options.ids ? 'c.id' : "f.path || ':' || c.start_line || '-' || c.end_line || ':' || c.kind";
    const all = (sql: string): unknown[] => database.prepare(sql).all();
    return {
      files: all(
        `SELECT ${options.ids ? 'f.id, ' : ''} f.path, f.size, hex(f.content_hash) AS hash, f.reader_version, f.language, f.role, f.line_count,
           f.state, f.reason, f.detail, hex(t.deflated) AS text FROM files f LEFT JOIN texts t ON t.file_id = f.id ORDER BY f.path`,
      ),
      chunks: all(
        `SELECT f.path, c.kind, c.name, c.enclosing, c.signature, c.start_line, c.end_line, c.doc_start_line, c.doc_end_line,
           hex(c.text_hash) AS hash, c.embedding_status ${id} FROM chunks c JOIN files f ON f.id = c.file_id
           ORDER BY f.path, c.start_line, c.end_line, c.kind, c.name`,
      ),
      symbols: all(
        `SELECT ${chunkName} AS chunk, s.position, s.name, s.kind, s.line FROM symbols s JOIN chunks c ON c.id = s.chunk_id
           JOIN files f ON f.id = c.file_id ORDER BY chunk, s.position`,
      ),
      keywords: keywordsOf(database, chunkName),
      vectors: vectorsOf(database, chunkName),
    };
  } finally {
    database.close();
  }
}

function keywordsOf(database: Database, chunkName: string): string[] {
  database.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, chunks_fts, 'instance')");
  return database
    .prepare<[], string>(
      `SELECT ifnull((SELECT ${chunkName} FROM chunks c JOIN files f ON f.id = c.file_id WHERE c.id = w.doc), 'stray') || ' ' ||
         w.col || ' ' || w.offset || ' ' || w.term AS word FROM temp.words w ORDER BY word`,
    )
    .pluck()
    .all();
}

function vectorsOf(database: Database, chunkName: string): string[] {
  const manifest = (key: string): unknown =>
    JSON.parse(
      database.prepare<[string], string>('SELECT value FROM manifest WHERE key = ?').pluck().get(key) ?? 'null',
    );
  if (manifest('model') === null) return [];
  return database
    .prepare<[], string>(
      `SELECT ifnull((SELECT ${chunkName} FROM chunks c JOIN files f ON f.id = c.file_id WHERE c.id = v.rowid), 'stray') || ' ' ||
         hex(v.embedding) || ' ' || hex(v.signs) AS vector FROM ${String(manifest('vectorTable'))} v ORDER BY vector`,
    )
    .pluck()
    .all();
}

/** The first row of each part that is not as it was. */
export function differences(wanted: IndexDump, found: IndexDump): string[] {
  const parts = ['files', 'chunks', 'symbols', 'keywords', 'vectors'] as const;
  return parts.flatMap((part) => {
    const [before, after] = [wanted[part], found[part]].map((rows) =>
      rows.map((row) => JSON.stringify(row).slice(0, 300)),
    );
    const at = before?.findIndex((row, i) => row !== after?.[i]) ?? -1;
    return at < 0 && before?.length === after?.length
      ? []
      : [`${part} differ: ${before?.[at] ?? ''} is ${after?.[at] ?? ''}`];
  });
}
