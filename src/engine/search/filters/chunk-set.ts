import type { Database } from 'better-sqlite3';

/** Chunks by a flag per id: what filters work on. */
export type ChunkSet = Uint8Array;

interface FileChunks {
  readonly id: number;
  readonly path: string;
  readonly language: string | null;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Which chunks a file has, for all files at once; kept while the database does not change. */
export class ChunkSets {
  readonly #database: Database;
  #files: readonly FileChunks[] | null = null;
  #size: number | null = null;
  #fileOfChunk: Int32Array | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#files = null;
    this.#size = null;
    this.#fileOfChunk = null;
  }

  empty(): ChunkSet {
    this.#size ??=
      (this.#database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM chunks').pluck().get() ?? 0) + 1;
    return new Uint8Array(this.#size);
  }

  files(): readonly FileChunks[] {
    this.#files ??= this.#database
      .prepare<[], FileChunks>(
        `SELECT f.id, f.path, f.language, c.first, c.last, c.count
           FROM (SELECT file_id, min(id) AS first, max(id) AS last, count(*) AS count FROM chunks GROUP BY file_id) AS c
           JOIN files AS f ON f.id = c.file_id ORDER BY f.path`,
      )
      .all();
    return this.#files;
  }

  /** File id by chunk id; 0 for none. */
  get fileOfChunk(): Int32Array {
    if (this.#fileOfChunk === null) {
      const files = new Int32Array(this.empty().length);
      const scattered = this.#database.prepare<[number], number>('SELECT id FROM chunks WHERE file_id = ?').pluck();
      for (const file of this.files()) {
        if (file.last - file.first + 1 === file.count) files.fill(file.id, file.first, file.last + 1);
        else for (const id of scattered.all(file.id)) files[id] = file.id;
      }
      this.#fileOfChunk = files;
    }
    return this.#fileOfChunk;
  }

  /** Chunks of the files that fit. */
  ofFiles(fits: (file: { path: string; language: string | null }) => boolean): ChunkSet {
    const set = this.empty();
    const scattered = this.#database.prepare<[number], number>('SELECT id FROM chunks WHERE file_id = ?').pluck();
    for (const file of this.files()) {
      if (!fits(file)) continue;
      if (file.last - file.first + 1 === file.count) set.fill(1, file.first, file.last + 1);
      else for (const id of scattered.all(file.id)) set[id] = 1;
    }
    return set;
  }

  /** Chunks whose ids a statement gives. */
  ofIds(ids: Iterable<number>): ChunkSet {
    const set = this.empty();
    for (const id of ids) set[id] = 1;
    return set;
  }

  all(): ChunkSet {
    return this.ofFiles(() => true);
  }
}

/** Chunks in both. */
export function intersect(a: ChunkSet, b: ChunkSet): ChunkSet {
  return a.map((flag, id) => flag & (b[id] ?? 0));
}

/** Chunks in either. */
export function unite(a: ChunkSet, b: ChunkSet): ChunkSet {
  return a.map((flag, id) => flag | (b[id] ?? 0));
}

export function sizeOf(set: ChunkSet): number {
  let size = 0;
  for (const flag of set) size += flag;
  return size;
}

export function* idsOf(set: ChunkSet): Generator<number> {
  for (let id = 0; id < set.length; id += 1) if (set[id] === 1) yield id;
}
