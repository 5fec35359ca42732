import { setImmediate as nextTurn } from 'node:timers/promises';
import { quantize } from '../store/vector-index.ts';
import { BatchSizer } from './batch-sizer.ts';
import { type EmbeddingTask, type ReusedVector, WindowReader } from './embed-window.ts';
import type { EmbedderHost } from './embedder-host.ts';
import { badOutputError } from './embedder-failures.ts';
import type { EmbeddedBatch } from './embedder-messages.ts';
import type { EmbeddingStore, VectorBatch } from './embedding-store.ts';

export interface EmbedProgress {
  /** Chunks with a vector, of all. */
  readonly done: number;
  readonly total: number;
  /** In this run. */
  readonly embedded: number;
  readonly reused: number;
  readonly failed: number;
  readonly currentFile: string | null;
}

export interface EmbedPhaseOptions {
  readonly store: EmbeddingStore;
  readonly host: EmbedderHost;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EmbedProgress) => void;
  /** Resolves when embedding may go on: at once, or after the machine is back on mains. Rejects when `signal` is aborted. */
  readonly mayEmbed?: (signal: AbortSignal) => Promise<void>;
}

/** What a run of phase 2 did. */
export interface EmbedSummary {
  readonly embedded: number;
  readonly reused: number;
  readonly failed: number;
}

/** Pending chunks looked at together: sorted by length among themselves. */
const windowSize = 1024;

/** Reused vectors written in one transaction. */
const reusedPerBatch = 128;

/** Batches handed to the embedder and not yet written: one is computed while the next is prepared. */
const batchesUnderWay = 2;

/** One run of phase 2 over one index. */
class EmbedRun {
  readonly #options: EmbedPhaseOptions;
  readonly #reader: WindowReader;
  readonly #sizer = new BatchSizer();
  readonly #underWay = new Set<Promise<void>>();
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #total: number;
  #done: number;
  #embedded = 0;
  #reused = 0;
  #failed = 0;

  constructor(options: EmbedPhaseOptions) {
    this.#options = options;
    this.#reader = new WindowReader(options.store);
    this.#signal = AbortSignal.any([options.signal, this.#failure.signal]);
    const { chunks, pending } = options.store.counts();
    this.#total = chunks;
    this.#done = chunks - pending;
  }

  async run(): Promise<EmbedSummary> {
    this.#report(null);
    try {
      let afterId = 0;
      for (;;) {
        const window = await this.#reader.read({ afterId, limit: windowSize, signal: this.#signal });
        if (!window) break;
        afterId = window.lastId;
        await this.#writeReused(window.reused);
        await this.#embedWindow(window.tasks);
      }
      while (this.#underWay.size > 0) await this.#oneFinished();
    } finally {
      this.#failure.abort(new DOMException('Phase 2 ended.', 'AbortError'));
      await Promise.allSettled(this.#underWay);
    }
    return { embedded: this.#embedded, reused: this.#reused, failed: this.#failed };
  }

  async #embedWindow(tasks: readonly EmbeddingTask[]): Promise<void> {
    let at = 0;
    while (at < tasks.length) {
      while (this.#underWay.size >= batchesUnderWay) await this.#oneFinished();
      await this.#options.mayEmbed?.(this.#signal);
      this.#signal.throwIfAborted();
      const batch = tasks.slice(at, at + this.#sizer.size);
      at += batch.length;
      // A failure is kept as the signal's reason: nobody may be waiting for this batch yet.
      const work = this.#embedBatch(batch)
        .catch((thrown: unknown) => this.#failure.abort(thrown))
        .finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    }
  }

  /** Waits until a batch is written; the first failure ends the run. */
  async #oneFinished(): Promise<void> {
    await Promise.race(this.#underWay);
    this.#signal.throwIfAborted();
  }

  async #embedBatch(tasks: readonly EmbeddingTask[]): Promise<void> {
    const texts = tasks.map((task) => task.text);
    const answer = await this.#options.host.embed(texts, this.#signal);
    this.#sizer.record(texts.length, answer.tookMs);
    if (answer.bad.length === texts.length && texts.length > 1) throw badOutputError('not-a-number');
    const { batch, twins } = sortOut(tasks, answer);
    this.#write(batch, tasks.at(-1)?.chunk.path ?? null);
    // From here on equal text finds its vector in the store: the list of twins is complete.
    for (const task of tasks) this.#reader.finished(task);
    await this.#writeReused(twins);
  }

  async #writeReused(reused: readonly ReusedVector[]): Promise<void> {
    for (let at = 0; at < reused.length; at += reusedPerBatch) {
      if (at > 0) await nextTurn();
      const part = reused.slice(at, at + reusedPerBatch);
      const vectors = part.map(({ chunk, vector }) => ({ chunkId: chunk.id, textHash: chunk.textHash, vector }));
      this.#write({ vectors, reused: vectors.length, failed: [], tookMs: 0 }, part.at(-1)?.chunk.path ?? null);
    }
  }

  #write(batch: VectorBatch, currentFile: string | null): void {
    this.#signal.throwIfAborted();
    this.#options.store.writeBatch(batch);
    this.#embedded += batch.vectors.length - batch.reused;
    this.#reused += batch.reused;
    this.#failed += batch.failed.length;
    this.#done += batch.vectors.length + batch.failed.length;
    this.#report(currentFile);
  }

  #report(currentFile: string | null): void {
    this.#options.onProgress({
      done: this.#done,
      total: this.#total,
      embedded: this.#embedded,
      reused: this.#reused,
      failed: this.#failed,
      currentFile,
    });
  }
}

/** What a batch's answer comes down to: vectors of the embedded chunks, and those that chunks of equal text take over. */
function sortOut(
  tasks: readonly EmbeddingTask[],
  answer: EmbeddedBatch,
): { batch: VectorBatch; twins: ReusedVector[] } {
  const dimensions = answer.vectors.length / tasks.length;
  const bad = new Set(answer.bad);
  const vectors: { chunkId: number; textHash: Uint8Array; vector: Int8Array }[] = [];
  const twins: ReusedVector[] = [];
  const failed: number[] = [];
  for (const [row, task] of tasks.entries()) {
    if (bad.has(row)) {
      for (const { id } of [task.chunk, ...task.twins]) failed.push(id);
      continue;
    }
    const vector = quantize(answer.vectors.subarray(row * dimensions, (row + 1) * dimensions));
    vectors.push({ chunkId: task.chunk.id, textHash: task.chunk.textHash, vector });
    for (const chunk of task.twins) twins.push({ chunk, vector });
  }
  return { batch: { vectors, reused: 0, failed, tookMs: answer.tookMs }, twins };
}

/**
 * Phase 2: gives every pending chunk its vector. Each batch is one transaction, so stopping at any instant loses at most the
 * batches under way, and the next run goes on with what is left. Throws as `EmbedderHost.embed`, and an AbortError when
 * `signal` is aborted.
 */
export const embedPhase = async (options: EmbedPhaseOptions): Promise<EmbedSummary> => new EmbedRun(options).run();
