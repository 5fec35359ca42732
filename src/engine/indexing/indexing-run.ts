import type { Settings } from '../../shared/contract/settings.ts';
import { embedPhase, type EmbedderHost, type EmbedProgress } from '../embedding/index.ts';
import { readPhase, type ReadSummary, type WorkerPool } from '../ingest/index.ts';
import type { IndexWriter } from '../store/index.ts';
import { type EmbeddingGate, waitForGate } from './embedding-gate.ts';
import type { ProgressTracker } from './progress-tracker.ts';
import type { WalkMemory } from './walk-memory.ts';
import type { ChangedPaths, WorkLeft } from './work-left.ts';

/** With more files than this to read, reading takes longer than the embedder's start. */
const worthEarlyStart = 300;

/** Which files are left out for their size or folder. */
export type ReadLimits = Pick<Settings, 'maxFileBytes' | 'includeVendored'>;

/** What was done since the index was last up to date; several runs add up when changes or pauses come between. */
export class RunTotals {
  readingMs = 0;
  embeddingMs = 0;
  read: ReadSummary | null = null;
  embedded = 0;
  reused = 0;
  failed = 0;
  /** Vectors made anew for their own path. */
  replaced = 0;
  modelChanged = false;

  /** Whether anything in the index changed. */
  get changedAnything(): boolean {
    const { read } = this;
    const files = read === null ? 0 : read.read + read.skipped + read.moved + read.removed;
    return files + this.embedded + this.reused + this.failed + this.replaced > 0 || this.modelChanged;
  }

  reset(): void {
    Object.assign(this, new RunTotals());
  }
}

export interface IndexingRunOptions {
  readonly root: string;
  readonly writer: IndexWriter;
  readonly embedder: EmbedderHost | null;
  readonly pool: WorkerPool;
  readonly limits: () => ReadLimits;
  readonly gate?: EmbeddingGate;
  readonly tracker: ProgressTracker;
  readonly left: WorkLeft;
  readonly walks: WalkMemory;
  readonly totals: RunTotals;
  readonly signal: AbortSignal;
}

/** One run over what is left. What a stop or a failure cuts short is put back. */
export class IndexingRun {
  readonly #options: IndexingRunOptions;
  /** This run gave chunks a vector, or found that there is none: another look is worth it. */
  #advanced = false;
  #startedEarly = false;

  constructor(options: IndexingRunOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { left } = this.#options;
    const changed = left.takeReading();
    if (changed !== null) {
      const retryFailed = left.takeRetry();
      await restoring(
        async () => this.#read(changed, retryFailed),
        () => (retryFailed ? left.addRetry() : left.addReading(changed)),
      );
    }
    if (left.takeEmbedding()) {
      await restoring(
        async () => this.#embed(),
        () => left.add('embedding'),
      );
    }
    this.#finish();
  }

  async #read(changed: ChangedPaths, retryFailed: boolean): Promise<void> {
    const { tracker, totals, signal, writer, root, pool } = this.#options;
    signal.throwIfAborted();
    tracker.moveTo('reading');
    const started = performance.now();
    const limits = this.#options.limits();
    const paths = this.#options.walks.narrowed(changed, limits);
    try {
      totals.read = await readPhase({
        writer,
        root,
        pool,
        limits,
        signal,
        retryFailed,
        ...(paths !== 'everything' && { paths }),
        onProgress: ({ filesDone, filesTotal, currentFile }) => {
          if (filesTotal - filesDone > worthEarlyStart) this.#startEmbedderEarly();
          tracker.record('reading', { done: filesDone, total: filesTotal, currentFile });
        },
      });
      this.#options.walks.note(paths, limits);
    } finally {
      totals.readingMs += performance.now() - started;
    }
  }

  /** While much is read the embedder gets ready. Phase 2 starts it again where that fails, and tells why. */
  #startEmbedderEarly(): void {
    const { embedder, gate, left } = this.#options;
    if (this.#startedEarly || !embedder || !left.hasEmbedding) return;
    this.#startedEarly = true;
    if (gate && gate.blockedBy() !== null) return;
    embedder.start().catch(() => undefined);
  }

  async #embed(): Promise<void> {
    const { embedder, writer, signal, tracker, totals, gate } = this.#options;
    if (!embedder) return;
    signal.throwIfAborted();
    const model = await embedder.identity();
    signal.throwIfAborted();
    const changing = writer.useModel(model) === 'changing';
    const { pending, borrowed } = writer.counts();
    if (pending + borrowed > 0) tracker.moveTo('embedding');
    const started = performance.now();
    const crashesBefore = embedder.crashes;
    const { embedded, reused, failed, replaced } = totals;
    const before = { embedded, reused, failed, replaced };
    try {
      await embedPhase({
        writer,
        host: embedder,
        signal,
        onProgress: (progress) => {
          totals.embedded = before.embedded + progress.embedded;
          totals.reused = before.reused + progress.reused;
          totals.failed = before.failed + progress.failed;
          totals.replaced = before.replaced + progress.replaced;
          this.#advanced ||= progress.embedded + progress.reused + progress.failed + progress.replaced > 0;
          this.#tell(progress, embedder);
        },
        ...(gate
          ? { mayEmbed: async (signal) => waitForGate(gate, signal, (reason) => tracker.setWaiting(reason)) }
          : {}),
      });
    } finally {
      totals.embeddingMs += performance.now() - started;
      this.#noteCrashes(embedder.crashes - crashesBefore);
    }
    if (changing) this.#switchModel(model.id);
  }

  #tell(progress: EmbedProgress, embedder: EmbedderHost): void {
    const { tracker, totals } = this.#options;
    tracker.setEmbedder(embedder.info?.device ?? null);
    tracker.record('embedding', {
      done: progress.done,
      total: progress.total,
      currentFile: progress.currentFile,
      reused: totals.reused,
    });
  }

  #switchModel(id: string): void {
    const { writer, totals, left } = this.#options;
    if (writer.embedding.switchModel()) {
      totals.modelChanged = true;
      writer.recordEvent('model-changed', `Meaning is now searched with the model ${id}.`);
    } else left.add('embedding');
  }

  #noteCrashes(crashes: number): void {
    if (crashes === 0) return;
    const times = crashes === 1 ? 'once' : `${crashes} times`;
    this.#options.writer.recordEvent(
      'recovered',
      `The embedder ended unexpectedly ${times}; what was embedded is kept.`,
    );
  }

  #finish(): void {
    const { left, signal, tracker, writer, totals } = this.#options;
    if (!left.isEmpty) return;
    signal.throwIfAborted();
    tracker.moveTo('finishing');
    const complete = writer.finishEmbedding();
    // Chunks changed while they were embedded: they wait again.
    const { pending, borrowed } = writer.counts();
    if (!complete && this.#advanced && pending + borrowed > 0) {
      left.add('embedding');
      return;
    }
    if (totals.changedAnything) {
      this.#record(totals);
      writer.tidy();
    }
    totals.reset();
  }

  #record(totals: RunTotals): void {
    const { writer } = this.#options;
    const { files, chunks } = writer.counts();
    const seconds = ((totals.readingMs + totals.embeddingMs) / 1000).toFixed(1);
    writer.recordMetrics([
      ['reading.took', totals.readingMs],
      ['reading.files', files],
      ['reading.chunks', chunks],
      ['embedding.took', totals.embeddingMs],
      ['embedding.chunks', totals.embedded],
      ['embedding.reused', totals.reused],
    ]);
    const failed = totals.failed > 0 ? ` ${totals.failed} chunks got no vector.` : '';
    const replaced = totals.replaced > 0 ? ` ${totals.replaced} vectors were made anew for their new place.` : '';
    writer.recordEvent(
      'indexed',
      `Indexed in ${seconds} s: ${files} files, ${chunks} chunks, ${totals.embedded} embedded and ${totals.reused} reused now.${replaced}${failed}`,
    );
  }
}

/** Puts back what a step did not bring to its end. */
async function restoring(step: () => Promise<void>, putBack: () => void): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    putBack();
    throw thrown;
  }
}
