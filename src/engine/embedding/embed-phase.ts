import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WhenceError } from '../../shared/errors.ts';
import type { IndexWriter, PendingChunk, VectorBatch } from '../store/index.ts';
import { quantize } from '../store/vector-index.ts';
import { BatchSizer } from './batch-sizer.ts';
import { type EmbeddingTask, type ReusedVector, WindowReader } from './embed-window.ts';
import type { EmbedderHost } from './embedder-host.ts';
import { badOutputError } from './embedder-failures.ts';
import { IsolatingEmbedder } from './isolate.ts';
import { embeddingText } from '../models/index.ts';
import type { EmbeddedBatch } from './embedder-messages.ts';

export interface EmbedProgress {
  /** Chunks with a vector of their own, of all. */
  readonly done: number;
  readonly total: number;
  /** In this run. */
  readonly embedded: number;
  readonly reused: number;
  readonly failed: number;
  /** Vectors made anew for the path of their chunk, in the place of borrowed ones. */
  readonly replaced: number;
  readonly currentFile: string | null;
}

export interface EmbedPhaseOptions {
  /** Its model was set with `useModel`: the vectors go where that says. */
  readonly writer: IndexWriter;
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
  /** Vectors made anew for the path of their chunk, in the place of borrowed ones. */
  readonly replaced: number;
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
  readonly #embedder: IsolatingEmbedder;
  readonly #revision: string;
  readonly #sizer = new BatchSizer();
  readonly #underWay = new Set<Promise<void>>();
  readonly #failure = new AbortController();
  readonly #signal: AbortSignal;
  readonly #total: number;
  #done: number;
  #embedded = 0;
  #reused = 0;
  #failed = 0;
  #replaced = 0;

  constructor(options: EmbedPhaseOptions, revision: string) {
    this.#options = options;
    this.#revision = revision;
    this.#embedder = new IsolatingEmbedder(options.host);
    this.#reader = new WindowReader(options.writer, revision);
    this.#signal = AbortSignal.any([options.signal, this.#failure.signal]);
    const { chunks, pending, borrowed } = options.writer.counts();
    const changing = options.writer.manifest().nextModel !== null;
    this.#total = chunks;
    this.#done = chunks - pending - (changing ? 0 : borrowed);
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
      await this.#replaceBorrowed();
    } finally {
      this.#failure.abort(new DOMException('Phase 2 ended.', 'AbortError'));
      await Promise.allSettled(this.#underWay);
    }
    return { embedded: this.#embedded, reused: this.#reused, failed: this.#failed, replaced: this.#replaced };
  }

  /** When all else is done: vectors that were taken over from another path are made for their own. */
  async #replaceBorrowed(): Promise<void> {
    const { writer } = this.#options;
    for (let afterId = 0; ;) {
      const chunks = writer.embedding.borrowedChunks({ afterId, limit: this.#sizer.size });
      const last = chunks.at(-1);
      if (last === undefined) return;
      afterId = last.id;
      await this.#options.mayEmbed?.(this.#signal);
      this.#signal.throwIfAborted();
      const tasks = chunks.map((chunk) => ({ chunk, text: embeddingText({ ...chunk, code: chunk.text }), twins: [] }));
      const answer = await this.#embedder.embed(
        tasks.map(({ text }) => text),
        this.#signal,
      );
      this.#signal.throwIfAborted();
      const { vectors, failed } = sortOut(tasks, answer);
      this.#replaced += writer.embedding.replaceBorrowed({ modelRevision: this.#revision, vectors, failed });
      this.#done += chunks.length;
      this.#report(last.path);
    }
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
    const answer = await this.#embedder.embed(texts, this.#signal);
    this.#sizer.record(texts.length, answer.tookMs);
    if (answer.bad.length === texts.length && texts.length > 1) throw badOutputError('not-a-number');
    const { vectors, failed, twins } = sortOut(tasks, answer);
    this.#write({ vectors, failed, tookMs: answer.tookMs }, tasks.at(-1)?.chunk.path ?? null);
    // From here on equal text finds its vector in the store: the list of twins is complete.
    for (const task of tasks) this.#reader.finished(task);
    await this.#writeReused(twins);
  }

  async #writeReused(reused: readonly ReusedVector[]): Promise<void> {
    for (let at = 0; at < reused.length; at += reusedPerBatch) {
      if (at > 0) await nextTurn();
      const part = reused.slice(at, at + reusedPerBatch);
      const vectors = part.map((entry) => ({ ...entryOf(entry.chunk, entry.vector, true), madeFor: entry.madeFor }));
      const borrowed = part.filter((entry) => entry.madeFor !== entry.chunk.path).length;
      this.#write({ vectors, tookMs: 0 }, part.at(-1)?.chunk.path ?? null, borrowed);
    }
  }

  /** A chunk counts as done once its vector is its own: `borrowed` of these are not yet. */
  #write(batch: Omit<VectorBatch, 'modelRevision'>, currentFile: string | null, borrowed = 0): void {
    this.#signal.throwIfAborted();
    this.#options.writer.writeBatch({ ...batch, modelRevision: this.#revision });
    const reused = batch.vectors.filter((entry) => entry.reused).length;
    const failed = batch.failed?.length ?? 0;
    this.#embedded += batch.vectors.length - reused;
    this.#reused += reused;
    this.#failed += failed;
    this.#done += batch.vectors.length + failed - borrowed;
    this.#report(currentFile);
  }

  #report(currentFile: string | null): void {
    this.#options.onProgress({
      done: this.#done,
      total: this.#total,
      embedded: this.#embedded,
      reused: this.#reused,
      failed: this.#failed,
      replaced: this.#replaced,
      currentFile,
    });
  }
}

type VectorEntry = VectorBatch['vectors'][number];

const entryOf = (chunk: PendingChunk, vector: Int8Array, reused: boolean): VectorEntry => ({
  chunkId: chunk.id,
  textHash: chunk.textHash,
  vector,
  madeFor: chunk.path,
  reused,
});

interface SortedAnswer {
  readonly vectors: readonly VectorEntry[];
  readonly failed: readonly { readonly chunkId: number; readonly textHash: Uint8Array }[];
  /** Chunks of equal text, with the vector that they take over. */
  readonly twins: readonly ReusedVector[];
}

function sortOut(tasks: readonly EmbeddingTask[], answer: EmbeddedBatch): SortedAnswer {
  const dimensions = answer.vectors.length / tasks.length;
  const bad = new Set(answer.bad);
  const vectors: VectorEntry[] = [];
  const twins: ReusedVector[] = [];
  const failed: { chunkId: number; textHash: Uint8Array }[] = [];
  for (const [row, task] of tasks.entries()) {
    if (bad.has(row)) {
      for (const { id, textHash } of [task.chunk, ...task.twins]) failed.push({ chunkId: id, textHash });
      continue;
    }
    const vector = quantize(answer.vectors.subarray(row * dimensions, (row + 1) * dimensions));
    vectors.push(entryOf(task.chunk, vector, false));
    for (const chunk of task.twins) twins.push({ chunk, vector, madeFor: task.chunk.path });
  }
  return { vectors, failed, twins };
}

/** Stops waiting when aborted: a process that never gets ready must not hold up a pause or an exit. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const aborted = once(signal, 'abort', { signal: ended.signal }).then(() => signal.throwIfAborted());
  aborted.catch(() => undefined);
  try {
    return await Promise.race([work, aborted.then(() => work)]);
  } finally {
    ended.abort();
  }
}

/**
 * Phase 2: gives every pending chunk its vector, then every borrowed one a vector made for its own path. Each batch is one transaction, so stopping at any instant loses at most the
 * batches under way, and the next run goes on with what is left. The embedder is started only when there is work. Throws as
 * `EmbedderHost.embed`, INDEX_MISMATCH when the embedder's model is not the one the index was told of, and an AbortError when
 * `signal` is aborted.
 */
export async function embedPhase(options: EmbedPhaseOptions): Promise<EmbedSummary> {
  const { writer, host, signal } = options;
  signal.throwIfAborted();
  const { pending, borrowed } = writer.counts();
  if (pending + borrowed === 0) return { embedded: 0, reused: 0, failed: 0, replaced: 0 };
  await options.mayEmbed?.(signal);
  const { revision } = await orAborted(host.start(), signal);
  const { model, nextModel } = writer.manifest();
  if (revision !== (nextModel ?? model)?.revision) {
    const message = 'The model folder changed while Whence was running: start indexing again.';
    throw new WhenceError('INDEX_MISMATCH', message, { data: { action: 're-embed' } });
  }
  return new EmbedRun(options, revision).run();
}
