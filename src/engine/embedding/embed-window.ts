import { setImmediate as nextTurn } from 'node:timers/promises';
import { splitLines } from '../text/lines.ts';
import type { EmbeddingStore, PendingChunk } from './embedding-store.ts';
import { embeddingText } from './template.ts';

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
}

/** Work that a window of pending chunks comes down to. */
export interface EmbeddingWindow {
  /** Shortest text first. */
  readonly tasks: EmbeddingTask[];
  readonly reused: ReusedVector[];
  readonly lastId: number;
}

const keyOf = (chunk: PendingChunk): string => Buffer.from(chunk.textHash).toString('latin1');

/** Longest stretch of preparing before others get their turn, in ms. */
const turnMs = 6;

/**
 * Turns pending chunks into work, in id order: of chunks with equal text the first is embedded and the others take its
 * vector. Which one is first does not depend on batches or timing, so an interrupted run ends with the same vectors.
 */
export class WindowReader {
  readonly #store: EmbeddingStore;
  readonly #underWay = new Map<string, EmbeddingTask>();
  #file: { id: number; lines: readonly string[] } | null = null;

  constructor(store: EmbeddingStore) {
    this.#store = store;
  }

  /** The next `limit` pending chunks after `afterId`; null at the end. */
  async read(options: { afterId: number; limit: number; signal: AbortSignal }): Promise<EmbeddingWindow | null> {
    const chunks = this.#store.pending(options.afterId, options.limit);
    const last = chunks.at(-1);
    if (!last) return null;
    const window: EmbeddingWindow = { tasks: [], reused: [], lastId: last.id };
    let turnEnds = performance.now() + turnMs;
    for (const chunk of chunks) {
      this.#place(chunk, window);
      if (performance.now() > turnEnds) {
        await nextTurn();
        options.signal.throwIfAborted();
        turnEnds = performance.now() + turnMs;
      }
    }
    window.tasks.sort((a, b) => a.text.length - b.text.length || a.chunk.id - b.chunk.id);
    return window;
  }

  /** The task's vector is stored: from now on chunks of equal text find it there. */
  finished(task: EmbeddingTask): void {
    this.#underWay.delete(keyOf(task.chunk));
  }

  #place(chunk: PendingChunk, window: EmbeddingWindow): void {
    const key = keyOf(chunk);
    const twin = this.#underWay.get(key);
    if (twin) {
      twin.twins.push(chunk);
      return;
    }
    const vector = this.#store.reusable(chunk.textHash);
    if (vector) {
      window.reused.push({ chunk, vector });
      return;
    }
    const task: EmbeddingTask = { chunk, text: this.#textOf(chunk), twins: [] };
    this.#underWay.set(key, task);
    window.tasks.push(task);
  }

  #textOf(chunk: PendingChunk): string {
    if (this.#file?.id !== chunk.fileId) {
      this.#file = { id: chunk.fileId, lines: splitLines(this.#store.fileText(chunk.fileId)) };
    }
    const code = this.#file.lines.slice(chunk.startLine - 1, chunk.endLine).join('\n');
    return embeddingText({ ...chunk, code });
  }
}
