import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IndexWriter, PendingChunk } from '../store/index.ts';
import { embeddingText } from '../models/index.ts';

/** A text to embed for its first chunk, and the chunks of equal text that wait for its vector. */
export interface EmbeddingTask {
  readonly chunk: PendingChunk;
  readonly text: string;
  readonly twins: PendingChunk[];
}

/** A vector that another chunk of the same text has. */
export interface ReusedVector {
  readonly chunk: PendingChunk;
  readonly vector: Int8Array;
  /** Path that it was made for; null where that is not known. */
  readonly madeFor: string | null;
}

/** Work that a window of pending chunks comes down to. */
export interface EmbeddingWindow {
  /** Shortest text first. */
  readonly tasks: readonly EmbeddingTask[];
  readonly reused: readonly ReusedVector[];
  readonly lastId: number;
}

/** Chunks read before others get their turn: about 5 ms, as their texts are inflated and checked. */
const chunksPerTurn = 128;

/**
 * Turns pending chunks into work, in id order: of chunks with equal text the first is embedded and the others take its
 * vector. Which one is first does not depend on batches or timing, so an interrupted run ends with the same vectors.
 */
export class WindowReader {
  readonly #writer: IndexWriter;
  readonly #revision: string;
  /** While a model change runs, no vector of another path is taken: see `VectorStore.reusable`. */
  readonly #borrows: boolean;
  readonly #underWay = new Map<string, EmbeddingTask>();

  constructor(writer: IndexWriter, revision: string) {
    this.#writer = writer;
    this.#revision = revision;
    this.#borrows = writer.manifest().nextModel === null;
  }

  /** The next `limit` pending chunks after `afterId`; null at the end. */
  async read(options: { afterId: number; limit: number; signal: AbortSignal }): Promise<EmbeddingWindow | null> {
    const tasks: EmbeddingTask[] = [];
    const reused: ReusedVector[] = [];
    let lastId = options.afterId;
    for (let left = options.limit; left > 0; left -= chunksPerTurn) {
      const limit = Math.min(left, chunksPerTurn);
      const chunks = this.#writer.pendingChunks({ afterId: lastId, limit });
      for (const chunk of chunks) this.#place(chunk, tasks, reused);
      lastId = chunks.at(-1)?.id ?? lastId;
      if (chunks.length < limit) break;
      await nextTurn();
      options.signal.throwIfAborted();
    }
    if (lastId === options.afterId) return null;
    tasks.sort((a, b) => a.text.length - b.text.length || a.chunk.id - b.chunk.id);
    return { tasks, reused, lastId };
  }

  /** The task's vector is stored: from now on chunks of equal text find it there. */
  finished(task: EmbeddingTask): void {
    this.#underWay.delete(this.#keyOf(task.chunk));
  }

  #keyOf({ textHash, path }: PendingChunk): string {
    const key = textHash.toString('latin1');
    return this.#borrows ? key : `${key}${path}`;
  }

  #place(chunk: PendingChunk, tasks: EmbeddingTask[], reused: ReusedVector[]): void {
    const key = this.#keyOf(chunk);
    const twin = this.#underWay.get(key);
    if (twin) {
      twin.twins.push(chunk);
      return;
    }
    const found = this.#writer.lookupReusableVector(chunk, this.#revision);
    if (found) {
      reused.push({ chunk, ...found });
      return;
    }
    const task: EmbeddingTask = { chunk, text: embeddingText({ ...chunk, code: chunk.text }), twins: [] };
    this.#underWay.set(key, task);
    tasks.push(task);
  }
}
