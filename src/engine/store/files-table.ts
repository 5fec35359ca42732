import type { NotedFile, SkippedFile, SkipReason } from '../../shared/contract/indexing.ts';
import type { FileIdentity, ReadFile } from './read-file.ts';
import type { Query, Statements } from './statements.ts';

/** What the index knows of a file: enough to tell whether it changed. */
export interface KnownFile {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Null where older code wrote the row. */
  readonly identity: FileIdentity | null;
  readonly contentHash: Buffer | null;
  readonly readerVersion: string | null;
  readonly state: 'indexed' | 'skipped' | 'failed';
  readonly reason: SkipReason | null;
}

/** A file whose content is the same, with what is new about it. */
export interface Touch {
  readonly id: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly identity?: FileIdentity;
}

interface FileRow {
  id: number;
  path: string;
  size: number;
  mtime_ms: number;
  ctime_ms: number | null;
  inode: number | null;
  content_hash: Buffer | null;
  reader_version: string | null;
  state: KnownFile['state'];
  reason: SkipReason | null;
}

const columns = 'id, path, size, mtime_ms, ctime_ms, inode, content_hash, reader_version, state, reason';

type RowValues = [
  path: string,
  size: number,
  mtimeMs: number,
  contentHash: Uint8Array | null,
  readerVersion: string,
  language: string | null,
  role: string,
  lineCount: number,
  state: string,
  reason: string | null,
  detail: string | null,
  rowsHash: Uint8Array | null,
  ctimeMs: number | null,
  inode: number | null,
];

/** Statements over `files` that write. */
export class FilesTable {
  readonly #insert: Query<RowValues>;
  readonly #update: Query<[...RowValues, id: number]>;
  readonly #touch: Query<[size: number, mtimeMs: number, ctimeMs: number | null, inode: number | null, id: number]>;
  readonly #markIncomplete: Query<[id: number]>;
  readonly #remove: Query<[id: number]>;

  constructor(statements: Statements) {
    this.#insert = statements.prepare(
      'files.insert',
      `INSERT INTO files (path, size, mtime_ms, content_hash, reader_version, language, role, line_count, state, reason, detail, rows_hash,
         ctime_ms, inode)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = statements.prepare(
      'files.update',
      `UPDATE files SET path = ?, size = ?, mtime_ms = ?, content_hash = ?, reader_version = ?, language = ?, role = ?,
         line_count = ?, state = ?, reason = ?, detail = ?, rows_hash = ?, ctime_ms = ?, inode = ? WHERE id = ?`,
    );
    this.#touch = statements.prepare(
      'files.touch',
      'UPDATE files SET size = ?, mtime_ms = ?, ctime_ms = ?, inode = ? WHERE id = ?',
    );
    this.#markIncomplete = statements.prepare(
      'files.mark-incomplete',
      'UPDATE files SET content_hash = NULL, mtime_ms = -1 WHERE id = ?',
    );
    this.#remove = statements.prepare('files.remove', 'DELETE FROM files WHERE id = ?');
  }

  /** Writes a file's row and answers its id; `incomplete` marks one whose chunks are not all there: it is read again. */
  put(id: number | null, file: ReadFile, incomplete: boolean): number {
    const values = rowValues(file, incomplete);
    if (id === null) return Number(this.#insert.run(...values).lastInsertRowid);
    this.#update.run(...values, id);
    return id;
  }

  /** Same content, other size or time. */
  touch({ id, size, mtimeMs, identity }: Touch): void {
    this.#touch.run(size, mtimeMs, identity?.ctimeMs ?? null, identity?.inode ?? null, id);
  }

  /** Makes sure that the file is read again, whatever its size, time and content. */
  markIncomplete(id: number): void {
    this.#markIncomplete.run(id);
  }

  /** The file's text and chunks go with it; keyword rows and vectors have to be taken out before. */
  remove(id: number): void {
    this.#remove.run(id);
  }
}

function rowValues(file: ReadFile, incomplete: boolean): RowValues {
  const { content } = file;
  const read = content.state === 'indexed';
  return [
    file.path,
    file.size,
    incomplete ? -1 : file.mtimeMs,
    incomplete ? null : file.contentHash,
    file.readerVersion,
    read ? content.language : null,
    read ? content.role : 'source',
    read ? content.lineCount : 0,
    content.state,
    read ? null : content.reason,
    content.detail,
    read ? content.rowsHash : null,
    file.identity?.ctimeMs ?? null,
    file.identity?.inode ?? null,
  ];
}

export interface SkippedFiles {
  readonly total: number;
  readonly files: readonly SkippedFile[];
  readonly noted: readonly NotedFile[];
}

/** Every file of the index, in path order. */
export function readKnownFiles(statements: Statements): KnownFile[] {
  return statements
    .prepare<[], FileRow>('files.known', `SELECT ${columns} FROM files ORDER BY path`)
    .all()
    .map((row) => ({
      id: row.id,
      path: row.path,
      size: row.size,
      mtimeMs: row.mtime_ms,
      identity: row.ctime_ms === null || row.inode === null ? null : { ctimeMs: row.ctime_ms, inode: row.inode },
      contentHash: row.content_hash,
      readerVersion: row.reader_version,
      state: row.state,
      reason: row.reason,
    }));
}

/** Files left out or failed, and those with a note, in path order, at most `limit` of each; `total` counts those left out. */
export function readSkipped(statements: Statements, limit: number): SkippedFiles {
  const total = statements
    .prepareValue<[], number>('files.skipped-count', "SELECT count(*) FROM files WHERE state != 'indexed'")
    .get();
  const files = statements
    .prepare<[number], SkippedFile>(
      'files.skipped',
      "SELECT path, reason, detail FROM files WHERE state != 'indexed' ORDER BY path LIMIT ?",
    )
    .all(limit);
  const noted = statements
    .prepare<[number], NotedFile>(
      'files.noted',
      "SELECT path, detail FROM files WHERE state = 'indexed' AND detail IS NOT NULL ORDER BY path LIMIT ?",
    )
    .all(limit);
  return { total: total ?? 0, files, noted };
}
