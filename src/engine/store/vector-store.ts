import type { Manifest, VectorTable } from './manifest.ts';
import type { Query, Statements } from './statements.ts';
import { createVectorIndex, dropVectorIndex, VectorIndexWriter } from './vector-index.ts';

/** At most this many vectors of chunks that left the index are kept. */
const cacheLimit = 50_000;

/** The serving vectors, those of a model change under way, and the cache of vectors whose chunks are gone. */
export class VectorStore {
  readonly #statements: Statements;
  readonly #toCache: Query<[Uint8Array, string, Uint8Array, number]>;
  readonly #fromCache: Query<[Uint8Array, string], Buffer>;
  readonly #uncache: Query<[Uint8Array, string]>;
  readonly #twin: Query<[Uint8Array], number>;
  readonly #nextTwin: Query<[Uint8Array], number>;
  #serving: { revision: string; writer: VectorIndexWriter } | null = null;
  #next: { revision: string; writer: VectorIndexWriter } | null = null;

  constructor(statements: Statements, manifest: Manifest) {
    this.#statements = statements;
    this.#toCache = statements.prepare(
      'vector_cache.put',
      `INSERT INTO vector_cache (text_hash, model_revision, vector, last_used) VALUES (?, ?, ?, ?)
       ON CONFLICT (text_hash, model_revision) DO UPDATE SET last_used = excluded.last_used`,
    );
    this.#fromCache = statements.prepareValue(
      'vector_cache.get',
      'SELECT vector FROM vector_cache WHERE text_hash = ? AND model_revision = ?',
    );
    this.#uncache = statements.prepare(
      'vector_cache.remove',
      'DELETE FROM vector_cache WHERE text_hash = ? AND model_revision = ?',
    );
    this.#twin = statements.prepareValue(
      'chunks.twin',
      "SELECT id FROM chunks WHERE text_hash = ? AND embedding_status = 'complete' LIMIT 1",
    );
    this.#nextTwin = statements.prepareValue(
      'chunks.next-twin',
      'SELECT id FROM chunks WHERE text_hash = ? AND id NOT IN (SELECT chunk_id FROM next_pending) LIMIT 1',
    );
    this.adopt(manifest);
  }

  /** Opens the tables that the manifest names; called again whenever its models change. */
  adopt(manifest: Manifest): void {
    const { model, nextModel, vectorTable } = manifest;
    this.#serving = model && { revision: model.revision, writer: this.#open(vectorTable, model.dimensions) };
    this.#next = nextModel && {
      revision: nextModel.revision,
      writer: this.#open(otherTable(vectorTable), nextModel.dimensions),
    };
  }

  /** The table of a model revision; null when the manifest names no such model. */
  of(revision: string): { role: 'serving' | 'next'; writer: VectorIndexWriter } | null {
    if (this.#next?.revision === revision) return { role: 'next', writer: this.#next.writer };
    if (this.#serving?.revision === revision) return { role: 'serving', writer: this.#serving.writer };
    return null;
  }

  /** Takes out the vectors of chunks that leave the index; finished ones are kept in the cache. */
  forget(chunk: { id: number; text_hash: Uint8Array; embedding_status: string }): void {
    const serving = this.#serving;
    if (serving && chunk.embedding_status === 'complete') {
      const vector = serving.writer.get(chunk.id);
      serving.writer.remove([chunk.id]);
      if (vector) this.#toCache.run(chunk.text_hash, serving.revision, bytesOf(vector), Date.now());
    }
    const next = this.#next;
    if (next) {
      const vector = next.writer.get(chunk.id);
      next.writer.remove([chunk.id]);
      if (vector) this.#toCache.run(chunk.text_hash, next.revision, bytesOf(vector), Date.now());
    }
  }

  /** A vector that the same model made of the same text; null when there is none. */
  reusable(textHash: Uint8Array, revision: string): Int8Array | null {
    const target = this.of(revision);
    if (target) {
      const twin = (target.role === 'next' ? this.#nextTwin : this.#twin).get(textHash);
      const vector = twin === undefined ? null : target.writer.get(twin);
      if (vector) return vector;
    }
    const cached = this.#fromCache.get(textHash, revision);
    return cached === undefined ? null : new Int8Array(cached);
  }

  /** Takes a vector out of the cache whose text is in the index again. */
  uncache(textHash: Uint8Array, revision: string): void {
    this.#uncache.run(textHash, revision);
  }

  /** Drops the longest unused vectors over the cache's limit, and those of models that are gone. */
  trimCache(manifest: Manifest): void {
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
        .run(cacheLimit);
    });
  }

  /** Drops the table that serves nothing; a switch or a cancelled change leaves it behind. */
  dropUnused(manifest: Manifest): void {
    if (manifest.nextModel === null) dropVectorIndex(this.#statements.database, otherTable(manifest.vectorTable));
  }

  #open(table: VectorTable, dimensions: number): VectorIndexWriter {
    return this.#statements.timed('vectors.open', () => {
      createVectorIndex(this.#statements.database, table, dimensions);
      return new VectorIndexWriter(this.#statements.database, table, dimensions);
    });
  }
}

export const otherTable = (table: VectorTable): VectorTable => (table === 'vectors_a' ? 'vectors_b' : 'vectors_a');

const bytesOf = (vector: Int8Array): Uint8Array => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
