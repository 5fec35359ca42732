import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { type Manifest, type ModelIdentity, writeManifest } from './manifest.ts';
import type { Query, Statements } from './statements.ts';
import { nameSeparator } from './text-hash.ts';
import { type ChunkPlace, TextReader } from './texts.ts';
import {
  chunksIn,
  createVectorIndex,
  dropVectorIndex,
  otherTable,
  sumColumn,
  vectorSum,
  type VectorTableName,
  vectorTables,
} from './vector-index.ts';
import type { ReusableVector, VectorStore } from './vector-store.ts';

/** A chunk that waits for its vector, with all that its embedding text is made of. */
export interface PendingChunk {
  readonly id: number;
  readonly path: string;
  readonly language: string | null;
  readonly kind: string;
  readonly name: string | null;
  /** From the outside in. */
  readonly enclosing: readonly string[];
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly textHash: Buffer;
  /** Its lines, joined by LF. */
  readonly text: string;
}

/** Vectors that belong together: they become durable in one transaction, with the checkpoint that says so. */
export interface VectorBatch {
  readonly modelRevision: string;
  readonly vectors: readonly {
    readonly chunkId: number;
    /** Of the text that was embedded: the vector is dropped when the chunk changed meanwhile. */
    readonly textHash: Uint8Array;
    readonly vector: Int8Array;
    /** Path that the vector was made for; null where that is not known. Another one than the chunk's own is a borrowed vector. */
    readonly madeFor: string | null;
    /** Taken over from equal text instead of computed. */
    readonly reused: boolean;
  }[];
  /** Chunks that can't be embedded: they are not tried again until `retryFailed`. */
  readonly failed?: readonly { readonly chunkId: number; readonly textHash: Uint8Array }[];
  readonly tookMs: number;
}

export interface BatchResult {
  /** Null when nothing was written. */
  readonly batchId: number | null;
  readonly written: number;
  /** Vectors dropped, because their chunk is gone, changed or complete. */
  readonly dropped: number;
}

interface ChunkState {
  readonly text_hash: Buffer;
  readonly embedding_status: string;
  readonly borrowed: number;
  readonly path: string;
  /** 1 while it waits for the next model. */
  readonly next: number;
}

type PendingRow = ChunkPlace & { id: number; path: string; language: string | null };

const pendingColumns = `c.id, f.path, f.language, c.file_id, c.kind, c.name, c.enclosing, c.start_line, c.end_line, c.text_hash`;

/** Phase 2's side of the store: what is to be embedded, and its vectors. */
export class EmbeddingStore {
  readonly #statements: Statements;
  readonly #vectors: VectorStore;
  readonly #texts: TextReader;
  readonly #pending: Query<[afterId: number, limit: number], PendingRow>;
  readonly #nextPending: Query<[afterId: number, limit: number], PendingRow>;
  readonly #borrowed: Query<[afterId: number, limit: number], PendingRow>;
  readonly #state: Query<[id: number], ChunkState>;
  readonly #fail: Query<[batchId: number, id: number]>;
  readonly #complete: ReadonlyMap<VectorTableName, Query<[batchId: number, sum: number, borrowed: number, id: number]>>;
  readonly #sum: ReadonlyMap<VectorTableName, Query<[sum: number, id: number]>>;
  readonly #settle: Query<[id: number]>;
  readonly #nextDone: Query<[id: number]>;
  readonly #insertBatch: Query<[string, number, number, number, number]>;
  #manifest: () => Manifest;
  #onModels: () => void;

  constructor(statements: Statements, vectors: VectorStore, hooks: { manifest: () => Manifest; onModels: () => void }) {
    this.#statements = statements;
    this.#vectors = vectors;
    this.#texts = new TextReader(statements);
    this.#manifest = hooks.manifest;
    this.#onModels = hooks.onModels;
    this.#pending = statements.prepare(
      'chunks.pending',
      `SELECT ${pendingColumns} FROM chunks c JOIN files f ON f.id = c.file_id
       WHERE c.embedding_status = 'pending' AND c.id > ? ORDER BY c.id LIMIT ?`,
    );
    this.#nextPending = statements.prepare(
      'chunks.next-pending',
      `SELECT ${pendingColumns} FROM next_pending n JOIN chunks c ON c.id = n.chunk_id JOIN files f ON f.id = c.file_id
       WHERE n.chunk_id > ? ORDER BY n.chunk_id LIMIT ?`,
    );
    this.#borrowed = statements.prepare(
      'chunks.borrowed',
      `SELECT ${pendingColumns} FROM chunks c JOIN files f ON f.id = c.file_id
       WHERE c.borrowed = 1 AND c.embedding_status = 'complete' AND c.id > ? ORDER BY c.id LIMIT ?`,
    );
    this.#state = statements.prepare(
      'chunks.state',
      `SELECT c.text_hash, c.embedding_status, c.borrowed, f.path, c.id IN (SELECT chunk_id FROM next_pending) AS next
       FROM chunks c JOIN files f ON f.id = c.file_id WHERE c.id = ?`,
    );
    this.#fail = statements.prepare(
      'chunks.fail',
      "UPDATE chunks SET embedding_status = 'failed', batch_id = ?, borrowed = 0 WHERE id = ?",
    );
    this.#complete = perTable((table) =>
      statements.prepare(
        'chunks.complete',
        `UPDATE chunks SET embedding_status = 'complete', batch_id = ?, ${sumColumn(table)} = ?, borrowed = ? WHERE id = ?`,
      ),
    );
    this.#sum = perTable((table) =>
      statements.prepare('chunks.sum', `UPDATE chunks SET ${sumColumn(table)} = ? WHERE id = ?`),
    );
    this.#settle = statements.prepare('chunks.settle', 'UPDATE chunks SET borrowed = 0 WHERE id = ?');
    this.#nextDone = statements.prepare('next_pending.remove', 'DELETE FROM next_pending WHERE chunk_id = ?');
    this.#insertBatch = statements.prepare(
      'batches.insert',
      'INSERT INTO batches (model_revision, chunks, reused, took_ms, finished_at) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /**
   * Chunks that wait for a vector (of the next model while a model change runs), in id order, which is path order on a first
   * index. Equal texts share one vector: embed the first of them and write it for all, so that a result does not depend on
   * where batches end.
   */
  pendingChunks(options: { afterId: number; limit: number }): PendingChunk[] {
    const query = this.#manifest().nextModel === null ? this.#pending : this.#nextPending;
    const rows = query.all(options.afterId, options.limit);
    return this.#texts.steadily(() => rows.map((row) => this.#withText(row)));
  }

  /** Chunks that are searched by a vector made for another path, in id order. None while a model change runs: it makes all anew. */
  borrowedChunks(options: { afterId: number; limit: number }): PendingChunk[] {
    if (this.#manifest().nextModel !== null) return [];
    const rows = this.#borrowed.all(options.afterId, options.limit);
    return this.#texts.steadily(() => rows.map((row) => this.#withText(row)));
  }

  /**
   * Puts vectors made for the chunks' own paths in the place of borrowed ones, in one transaction; `failed` ones stay as they are, for
   * good. Answers how many chunks are settled: those that changed or moved meanwhile are not.
   */
  replaceBorrowed(batch: Omit<VectorBatch, 'tookMs'>): number {
    const target = this.#vectors.of(batch.modelRevision);
    if (target?.role !== 'serving') return 0;
    return this.#statements.transaction('embedding.replace-borrowed', () => {
      const isMeant = (entry: { chunkId: number; textHash: Uint8Array }): ChunkState | null => {
        const state = this.#state.get(entry.chunkId);
        return state?.borrowed === 1 && state.embedding_status === 'complete' && state.text_hash.equals(entry.textHash)
          ? state
          : null;
      };
      const vectors = batch.vectors.filter((entry) => isMeant(entry)?.path === entry.madeFor);
      const failed = (batch.failed ?? []).filter((entry) => isMeant(entry) !== null);
      for (const { chunkId, vector } of vectors) {
        target.writer.remove([chunkId]);
        target.writer.insert(chunkId, vector);
        this.#sum.get(target.table)?.run(vectorSum(vector), chunkId);
      }
      for (const { chunkId } of [...vectors, ...failed]) this.#settle.run(chunkId);
      return vectors.length + failed.length;
    });
  }

  /** A vector that the same model made of the same text, for chunks of the index or chunks that left it; else null. */
  lookupReusableVector(chunk: Pick<PendingChunk, 'textHash' | 'path'>, revision: string): ReusableVector | null {
    return this.#vectors.reusable(chunk.textHash, revision, chunk.path);
  }

  /** Writes vectors, chunk states and the checkpoint row in one transaction. Throws INDEX_MISMATCH for another model's vectors. */
  writeBatch(batch: VectorBatch): BatchResult {
    const target = this.#vectors.of(batch.modelRevision);
    if (target === null) {
      throw new WhenceError('INDEX_MISMATCH', 'These vectors are of another model than the index: embed again.', {
        data: { action: 're-embed' },
      });
    }
    try {
      return this.#write(batch, target);
    } catch (thrown) {
      if (isWhenceError(thrown, 'INDEX_DAMAGED')) this.#throwIfFull();
      throw thrown;
    }
  }

  #write(batch: VectorBatch, target: NonNullable<ReturnType<VectorStore['of']>>): BatchResult {
    return this.#statements.transaction('embedding.write-batch', () => {
      const waiting = batch.vectors.flatMap((entry) => {
        const state = this.#waiting(entry, target.role);
        if (state === null) return [];
        const borrowed = state.path !== entry.madeFor;
        // A model change makes every vector for its own path: a file that moved meanwhile waits for the next turn.
        return borrowed && target.role === 'next' ? [] : [{ ...entry, borrowed }];
      });
      const failed = (batch.failed ?? []).filter((entry) => this.#waiting(entry, target.role) !== null);
      const dropped = batch.vectors.length - waiting.length;
      if (waiting.length === 0 && failed.length === 0) return { batchId: null, written: 0, dropped };
      const reused = waiting.filter((entry) => entry.reused);
      const batchId = Number(
        this.#insertBatch.run(batch.modelRevision, waiting.length, reused.length, batch.tookMs, Date.now())
          .lastInsertRowid,
      );
      for (const { chunkId, vector, borrowed } of waiting) {
        target.writer.insert(chunkId, vector);
        if (target.role === 'serving')
          this.#complete.get(target.table)?.run(batchId, vectorSum(vector), Number(borrowed), chunkId);
        else {
          this.#sum.get(target.table)?.run(vectorSum(vector), chunkId);
          this.#nextDone.run(chunkId);
        }
      }
      for (const { textHash, borrowed } of reused) if (!borrowed) this.#vectors.uncache(textHash, batch.modelRevision);
      for (const { chunkId } of failed) {
        if (target.role === 'serving') this.#fail.run(batchId, chunkId);
        else this.#nextDone.run(chunkId);
      }
      return { batchId, written: waiting.length, dropped };
    });
  }

  /** Puts failed chunks back on the list. Answers how many there were. */
  retryFailed(): number {
    return this.#statements.transaction(
      'embedding.retry-failed',
      () =>
        this.#statements.database
          .prepare("UPDATE chunks SET embedding_status = 'pending', batch_id = NULL WHERE embedding_status = 'failed'")
          .run().changes,
    );
  }

  /**
   * Says which model embeds from now on. The first one serves at once; another one starts a model change (or goes on with it):
   * its vectors fill a second table while the old ones serve. So does the same model under another text template. The serving
   * one again cancels a change under way.
   */
  useModel(model: ModelIdentity): 'serving' | 'changing' {
    const manifest = this.#manifest();
    if (isSameModel(manifest.model, model)) {
      if (manifest.nextModel !== null) this.cancelModelChange();
      return 'serving';
    }
    if (isSameModel(manifest.nextModel, model)) return 'changing';
    if (manifest.nextModel !== null) this.cancelModelChange();
    this.#statements.transaction('embedding.use-model', () => {
      const { database } = this.#statements;
      const next = otherTable(manifest.vectorTable);
      if (manifest.model === null) {
        createVectorIndex(database, manifest.vectorTable, model.dimensions);
        writeManifest(this.#statements, { model });
      } else {
        dropVectorIndex(database, next);
        createVectorIndex(database, next, model.dimensions);
        // Of the same model under another template, kept vectors are not comparable with the new ones.
        database.prepare('DELETE FROM vector_cache WHERE model_revision = ?').run(model.revision);
        writeManifest(this.#statements, { nextModel: model, embeddingFinished: null });
        database.exec(
          'DELETE FROM next_pending; INSERT INTO next_pending (chunk_id) SELECT id FROM chunks ORDER BY id',
        );
      }
    });
    this.#onModels();
    return manifest.model === null ? 'serving' : 'changing';
  }

  /** Gives a model change up: the old vectors stay. */
  cancelModelChange(): void {
    this.#statements.transaction('embedding.cancel-model-change', () => {
      writeManifest(this.#statements, { nextModel: null });
      this.#statements.database.exec('DELETE FROM next_pending');
      dropVectorIndex(this.#statements.database, otherTable(this.#manifest().vectorTable));
    });
    this.#onModels();
  }

  /** Ends a model change whose list is empty: the new vectors serve from the next statement on. False while any chunk waits. */
  switchModel(): boolean {
    const { nextModel, vectorTable } = this.#manifest();
    if (nextModel === null) return false;
    const next = otherTable(vectorTable);
    const switched = this.#statements.transaction('embedding.switch-model', () => {
      const { database } = this.#statements;
      if (database.prepare('SELECT 1 FROM next_pending LIMIT 1').get() !== undefined) return false;
      database.exec(
        `UPDATE chunks SET embedding_status = 'failed' WHERE id NOT IN (${chunksIn(next)});
         UPDATE chunks SET embedding_status = 'complete'
         WHERE embedding_status != 'complete' AND id IN (${chunksIn(next)});
         UPDATE chunks SET borrowed = 0 WHERE borrowed = 1`,
      );
      writeManifest(this.#statements, { model: nextModel, vectorTable: next, nextModel: null });
      return true;
    });
    if (!switched) return false;
    this.#onModels();
    this.#statements.transaction('embedding.drop-old-vectors', () => this.#vectors.dropUnused(this.#manifest()));
    return true;
  }

  /** sqlite-vec does not say why it could not write: a full disk shows when something else is written. */
  #throwIfFull(): void {
    const probe = (sql: string): unknown =>
      this.#statements.transaction('embedding.probe', () => this.#statements.database.exec(sql));
    probe("INSERT OR REPLACE INTO manifest (key, value) VALUES ('probe', hex(zeroblob(131072)))");
    probe("DELETE FROM manifest WHERE key = 'probe'");
  }

  /** State of a chunk that still waits for the vector of this text; else null. */
  #waiting(entry: { chunkId: number; textHash: Uint8Array }, role: 'serving' | 'next'): ChunkState | null {
    const state = this.#state.get(entry.chunkId);
    if (state === undefined || !state.text_hash.equals(entry.textHash)) return null;
    const waits = role === 'next' ? state.next === 1 : state.embedding_status === 'pending';
    return waits ? state : null;
  }

  #withText(row: PendingRow): PendingChunk {
    const text = this.#texts.textOf(row);
    if (text === null) {
      throw new WhenceError('INDEX_DAMAGED', `The stored text of ${row.path} is damaged: check and mend the index.`, {
        data: { path: row.path },
      });
    }
    return {
      id: row.id,
      path: row.path,
      language: row.language,
      kind: row.kind,
      name: row.name,
      enclosing: row.enclosing === null ? [] : row.enclosing.split(nameSeparator),
      startLine: row.start_line,
      endLine: row.end_line,
      textHash: row.text_hash,
      text,
    };
  }
}

const perTable = <T>(make: (table: VectorTableName) => T): ReadonlyMap<VectorTableName, T> =>
  new Map(vectorTables.map((table) => [table, make(table)]));

/** Whether vectors of both are comparable. */
const isSameModel = (a: ModelIdentity | null, b: ModelIdentity): boolean =>
  a?.revision === b.revision && a.templateVersion === b.templateVersion;
