import type { Query, Statements } from '../statements.ts';

/** A file and the ids of its chunks: all from `first` to `last` where there are as many as `count`. */
export interface FileChunks {
  readonly id: number;
  readonly path: string;
  readonly language: string | null;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Chunks as sets of ids. */
export class ChunkSetReader {
  readonly #largestId: Query<[], number>;
  readonly #files: Query<[], FileChunks>;
  readonly #ofFile: Query<[fileId: number], number>;
  readonly #ofKind: Query<[kind: string, kind: string], number>;
  readonly #kinds: Query<[], string>;
  readonly #languages: Query<[], { language: string; files: number }>;
  readonly #pending: Query<[], number>;

  constructor(statements: Statements) {
    this.#largestId = statements.prepareValue('chunks.largest-id', 'SELECT coalesce(max(id), 0) FROM chunks');
    this.#files = statements.prepare(
      'files.with-chunks',
      `SELECT f.id, f.path, f.language, c.first, c.last, c.count
         FROM (SELECT file_id, min(id) AS first, max(id) AS last, count(*) AS count FROM chunks GROUP BY file_id) AS c
         JOIN files AS f ON f.id = c.file_id ORDER BY f.path`,
    );
    this.#ofFile = statements.prepareValue('chunks.ids-of-file', 'SELECT id FROM chunks WHERE file_id = ?');
    this.#ofKind = statements.prepareValue(
      'chunks.of-kind',
      'SELECT id FROM chunks WHERE kind = ? UNION SELECT chunk_id FROM symbols WHERE kind = ?',
    );
    this.#kinds = statements.prepareValue(
      'chunks.kinds',
      'SELECT kind FROM chunks GROUP BY kind ORDER BY count(*) DESC',
    );
    this.#languages = statements.prepare(
      'files.languages',
      `SELECT language, count(*) AS files FROM files WHERE state = 'indexed' AND language IS NOT NULL
        GROUP BY language ORDER BY files DESC`,
    );
    this.#pending = statements.prepareValue(
      'chunks.count-pending',
      "SELECT count(*) FROM chunks WHERE embedding_status = 'pending'",
    );
  }

  /** 0 where there are no chunks. */
  largestId(): number {
    return this.#largestId.get() ?? 0;
  }

  /** Every file that has chunks, in path order. */
  files(): FileChunks[] {
    return this.#files.all();
  }

  /** Chunks of a file, for one whose ids are not all that lie between its first and its last. */
  scattered(fileId: number): number[] {
    return this.#ofFile.all(fileId);
  }

  /** Chunks that are of this kind, or define something that is. */
  ofKind(kind: string): Iterable<number> {
    return this.#ofKind.iterate(kind, kind);
  }

  /** Kinds of chunks there are, the commonest first. */
  kinds(): string[] {
    return this.#kinds.all();
  }

  /** Languages of indexed files, the commonest first. */
  languages(): { language: string; files: number }[] {
    return this.#languages.all();
  }

  /** Chunks that wait for their vector. */
  countPending(): number {
    return this.#pending.get() ?? 0;
  }
}
