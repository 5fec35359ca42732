import type { Manifest } from './manifest.ts';
import type { Query, Statements } from './statements.ts';
import {
  createVectorIndex,
  dropVectorIndex,
  otherTable,
  sumColumn,
  sumColumns,
  VectorIndexWriter,
  vectorSum,
  type VectorSums,
  type VectorTableName,
} from './vector-index.ts';

/** At most this many vectors of chunks that left the index are kept. */
const cacheLimit = 50_000;

/** Vectors of one model, and the table that they are in. */
interface Target {
  readonly revision: string;
  readonly table: VectorTableName;
  readonly writer: VectorIndexWriter;
}

/** A chunk that leaves the index. */
interface Leaving extends VectorSums {
  readonly id: number;
  /** 1 where its serving vector was made for another path. */
  readonly borrowed: number;
  readonly text_hash: Uint8Array;
  readonly embedding_status: string;
}

/** A vector of equal text. */
export interface ReusableVector {
  readonly vector: Int8Array;
  /** Path that it was made for, which weighs in it; null where that is not known. */
  readonly madeFor: string | null;
}

/** The serving vectors, those of a model change under way, and the cache of vectors whose chunks are gone. */
export class VectorStore {
  readonly #statements: Statements;
  readonly #toCache: Query<[Uint8Array, string, Uint8Array, number, number | null, path: string]>;
  readonly #fromCache: Query<[Uint8Array, string], { vector: Buffer; sum: number | null; path: string }>;
  readonly #queueAgain: Query<[chunkId: number]>;
  readonly #markBorrowed: Query<[chunkId: number]>;
  readonly #uncache: Query<[Uint8Array, string]>;
  readonly #twin: Query<[Uint8Array], Twin>;
  readonly #nextTwin: Query<[Uint8Array], Twin>;
  #serving: Target | null = null;
  #next: Target | null = null;

  constructor(statements: Statements, manifest: Manifest) {
    this.#statements = statements;
    this.#toCache = statements.prepare(
      'vector_cache.put',
      `INSERT INTO vector_cache (text_hash, model_revision, vector, last_used, sum, path) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (text_hash, model_revision) DO UPDATE SET vector = excluded.vector, last_used = excluded.last_used, sum = excluded.sum,
         path = excluded.path`,
    );
    this.#fromCache = statements.prepare(
      'vector_cache.get',
      'SELECT vector, sum, path FROM vector_cache WHERE text_hash = ? AND model_revision = ?',
    );
    this.#uncache = statements.prepare(
      'vector_cache.remove',
      'DELETE FROM vector_cache WHERE text_hash = ? AND model_revision = ?',
    );
    this.#twin = statements.prepare(
      'chunks.twin',
      `SELECT c.id, ${sumColumns('c')}, c.borrowed, f.path FROM chunks c JOIN files f ON f.id = c.file_id
       WHERE c.text_hash = ? AND c.embedding_status = 'complete' LIMIT 1`,
    );
    this.#nextTwin = statements.prepare(
      'chunks.next-twin',
      `SELECT c.id, ${sumColumns('c')}, 0 AS borrowed, f.path FROM chunks c JOIN files f ON f.id = c.file_id
       WHERE c.text_hash = ? AND c.id NOT IN (SELECT chunk_id FROM next_pending) LIMIT 1`,
    );
    this.#queueAgain = statements.prepare(
      'next_pending.put-again',
      'INSERT OR IGNORE INTO next_pending (chunk_id) VALUES (?)',
    );
    this.#markBorrowed = statements.prepare(
      'chunks.mark-borrowed',
      // What had no vector elsewhere may have one here.
      `UPDATE chunks SET borrowed = embedding_status = 'complete',
         embedding_status = iif(embedding_status = 'failed', 'pending', embedding_status) WHERE id = ?`,
    );
    this.adopt(manifest);
  }

  /** Opens the tables that the manifest names; called again whenever its models change. */
  adopt(manifest: Manifest): void {
    const { model, nextModel, vectorTable } = manifest;
    this.#serving = model && this.#open(vectorTable, model);
    this.#next = nextModel && this.#open(otherTable(vectorTable), nextModel);
  }

  /** The table of a model revision; null when the manifest names no such model. */
  of(revision: string): (Target & { readonly role: 'serving' | 'next' }) | null {
    if (this.#next?.revision === revision) return { role: 'next', ...this.#next };
    if (this.#serving?.revision === revision) return { role: 'serving', ...this.#serving };
    return null;
  }

  /** A chunk's file was moved: its vector serves on, and is made anew; one of a model change is made when its turn comes. */
  noteMoved(chunkId: number): void {
    this.#markBorrowed.run(chunkId);
    if (this.#next === null) return;
    this.#next.writer.remove([chunkId]);
    this.#queueAgain.run(chunkId);
  }

  /** Takes out the vectors of chunks that leave the index; finished ones are kept in the cache. `path`: of their file. */
  forget(chunk: Leaving, path: string): void {
    if (this.#serving && chunk.embedding_status === 'complete') {
      // Where only the text template changes, the cache is for vectors of the new one.
      if (this.#next?.revision === this.#serving.revision) this.#serving.writer.remove([chunk.id]);
      else this.#moveToCache(chunk, this.#serving, chunk.borrowed === 1 ? '' : path);
    }
    if (this.#next) this.#moveToCache(chunk, this.#next, path);
  }

  /** With the checksum that was made when the vector was: what changed since must not be used again. */
  #moveToCache(chunk: Leaving, { revision, table, writer }: Target, path: string): void {
    const vector = writer.get(chunk.id);
    writer.remove([chunk.id]);
    if (vector)
      this.#toCache.run(chunk.text_hash, revision, bytesOf(vector), Date.now(), chunk[sumColumn(table)], path);
  }

  /**
   * A vector that the same model made of the same text, for `path` where there is one; null when there is none. For a model change
   * only one of that very path: nobody is searching by it yet.
   */
  reusable(textHash: Uint8Array, revision: string, path: string): ReusableVector | null {
    const target = this.of(revision);
    const twin = target && this.#vectorOfTwin(textHash, target);
    if (twin?.madeFor === path) return twin;
    const cached = this.#vectorInCache(textHash, revision);
    if (cached?.madeFor === path) return cached;
    return target?.role === 'next' ? null : (twin ?? cached);
  }

  #vectorOfTwin(textHash: Uint8Array, target: Target & { readonly role: 'serving' | 'next' }): ReusableVector | null {
    const twin = (target.role === 'next' ? this.#nextTwin : this.#twin).get(textHash);
    const vector = twin === undefined ? null : target.writer.get(twin.id);
    if (!twin || !vector || !isWhole(vector, twin[sumColumn(target.table)])) return null;
    return { vector, madeFor: twin.borrowed === 1 ? null : twin.path };
  }

  #vectorInCache(textHash: Uint8Array, revision: string): ReusableVector | null {
    const cached = this.#fromCache.get(textHash, revision);
    if (cached === undefined) return null;
    const vector = new Int8Array(cached.vector);
    return isWhole(vector, cached.sum) ? { vector, madeFor: cached.path === '' ? null : cached.path } : null;
  }

  /** Takes a vector out of the cache whose text is in the index again. */
  uncache(textHash: Uint8Array, revision: string): void {
    this.#uncache.run(textHash, revision);
  }

  /** Drops the longest unused vectors beyond `limit`, and those of models that are gone. */
  trimCache(manifest: Manifest, limit: number = cacheLimit): void {
    this.#statements.transaction('vector_cache.trim', () => {
      const { database } = this.#statements;
      database
        .prepare('DELETE FROM vector_cache WHERE model_revision NOT IN (?, ?)')
        .run(manifest.model?.revision ?? '', manifest.nextModel?.revision ?? '');
      database
        .prepare(
          `DELETE FROM vector_cache WHERE (text_hash, model_revision) IN (
             SELECT text_hash, model_revision FROM vector_cache ORDER BY last_used DESC LIMIT -1 OFFSET ?)`,
        )
        .run(limit);
    });
  }

  /** Drops the table that serves nothing; a switch or a cancelled change leaves it behind. */
  dropUnused(manifest: Manifest): void {
    if (manifest.nextModel === null) dropVectorIndex(this.#statements.database, otherTable(manifest.vectorTable));
  }

  #open(table: VectorTableName, { revision, dimensions }: { revision: string; dimensions: number }): Target {
    return this.#statements.timed('vectors.open', () => {
      createVectorIndex(this.#statements.database, table, dimensions);
      return { revision, table, writer: new VectorIndexWriter(this.#statements.database, table, dimensions) };
    });
  }
}

type Twin = Pick<Leaving, 'id' | 'borrowed' | keyof VectorSums> & { readonly path: string };

/** Vectors that older code wrote have no checksum. */
const isWhole = (vector: Int8Array, sum: number | null): boolean => sum === null || vectorSum(vector) === sum;

const bytesOf = (vector: Int8Array): Uint8Array => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
