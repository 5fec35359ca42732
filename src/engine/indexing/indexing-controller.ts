import type { IndexingProgress } from '../../shared/contract/indexing.ts';
import { toErrorShape, WhenceError } from '../../shared/errors.ts';
import type { EmbedderHost } from '../embedding/index.ts';
import { createReadingPool, type WorkerPool } from '../ingest/index.ts';
import type { IndexWriter } from '../store/index.ts';
import type { EmbeddingGate } from './embedding-gate.ts';
import { IndexingRun, type ReadLimits, RunTotals } from './indexing-run.ts';
import { ProgressTracker } from './progress-tracker.ts';
import { WalkMemory } from './walk-memory.ts';
import { type ChangedPaths, WorkLeft } from './work-left.ts';

export interface IndexingOptions {
  readonly repositoryId: string;
  /** Absolute path of the indexed root. */
  readonly root: string;
  readonly writer: IndexWriter;
  /** Makes vectors; shared between roots. Null without a model: then there is phase 1 only. */
  readonly embedder: EmbedderHost | null;
  /** Workers that read files, when several roots share them; else the controller has its own. */
  readonly pool?: WorkerPool;
  /** Asked at the start of each pass, since settings change. */
  readonly limits: () => ReadLimits;
  readonly emit: (progress: IndexingProgress) => void;
  readonly gate?: EmbeddingGate;
  /** Throws the index away and answers a new, empty one; needed for `rebuild` only. */
  readonly startOver?: (old: IndexWriter) => Promise<IndexWriter>;
}

/** Why a run was asked to stop; `changed` goes on at once with what changed. */
type StopReason = 'pause' | 'cancel' | 'close' | 'changed';

/**
 * Keeps one index up to date: runs phase 1 and phase 2, can be paused, resumed and cancelled at any instant, and knows what is
 * left. One run at a time; calls answer at once, and `emit` tells how it goes.
 */
export class IndexingController {
  readonly #options: IndexingOptions;
  readonly #tracker: ProgressTracker;
  readonly #left = new WorkLeft();
  readonly #walks = new WalkMemory();
  readonly #totals = new RunTotals();
  readonly #pool: WorkerPool;
  #writer: IndexWriter;
  #stop: AbortController | null = null;
  #stopReason: StopReason | null = null;
  #running: Promise<void> | null = null;
  /** The person asked for phase 1 only: later changes are not embedded either. */
  #readingOnly = false;
  #started = false;
  #closed = false;

  constructor(options: IndexingOptions) {
    this.#options = options;
    this.#writer = options.writer;
    this.#pool = options.pool ?? createReadingPool();
    this.#tracker = new ProgressTracker({ repositoryId: options.repositoryId, state: 'done', emit: options.emit });
  }

  /** Null until something was started. */
  progress(): IndexingProgress | null {
    return this.#started ? this.#tracker.progress() : null;
  }

  /** The writer in use: a rebuild replaces it. */
  get writer(): IndexWriter {
    return this.#writer;
  }

  /** Brings the index up to date, or goes on when paused or failed; does nothing when it runs already. */
  start(options: { phase?: 1 | 2; rebuild?: boolean; retryFailed?: boolean } = {}): IndexingProgress {
    if (options.rebuild && !this.#options.startOver) {
      throw new WhenceError('NOT_SUPPORTED', 'This index cannot be rebuilt here; delete it and index again.');
    }
    if (this.#isRunning() && !options.rebuild) return this.#tracker.progress();
    this.#readingOnly = options.phase === 1;
    if (options.rebuild) this.#left.addRebuild();
    if (options.retryFailed) this.#left.addRetry();
    if (options.phase !== 2 || options.rebuild) this.#left.add('reading');
    if (options.phase !== 1) this.#left.add('embedding');
    if (options.rebuild) this.#interrupt('changed');
    return this.#go();
  }

  /**
   * Files changed: they are read soon, before any embedding goes on, so that keywords are current also where embedding failed
   * or was cancelled. Kept for later while paused, and while a first reading waits to be resumed. With `paths` (relative to the
   * root) only their folders are looked at, unless something else is left to be read.
   */
  changed(paths: ChangedPaths = 'everything'): void {
    if (this.#closed || paths.length === 0) return;
    const isPaused = this.#tracker.state === 'paused';
    if (this.#running || isPaused) {
      this.#left.addReading(paths);
      if (!this.#readingOnly) this.#left.add('embedding');
      if (this.#running && this.#tracker.state === 'embedding') this.#interrupt('changed');
      return;
    }
    if (this.#writer.manifest().readingFinished === null) return;
    this.#left.addReading(paths);
    if (this.#isComplete() && !this.#readingOnly) this.#left.add('embedding');
    this.#go();
  }

  pause(): IndexingProgress {
    if (this.#running && this.#interrupt('pause')) {
      this.#tracker.moveTo('paused');
      this.#writer.recordEvent('paused', 'Indexing was paused.');
    }
    return this.#tracker.progress();
  }

  /** Goes on with what is left; with nothing left it looks at everything. */
  resume(): IndexingProgress {
    if (this.#isRunning()) return this.#tracker.progress();
    return this.#running || !this.#left.isEmpty ? this.#go() : this.start();
  }

  /** Stops; what is done stays. A model change under way is given up, and the old vectors stay. */
  cancel(): IndexingProgress {
    this.#left.clear();
    if (this.#running) this.#interrupt('cancel');
    else this.#giveUpModelChange();
    if (this.#started) this.#tracker.moveTo('cancelled');
    return this.#tracker.progress();
  }

  /** Resolves when nothing runs: done, paused, cancelled or failed. */
  async whenIdle(): Promise<IndexingProgress> {
    while (this.#running) await this.#running;
    return this.#tracker.progress();
  }

  /** Stops for good and waits until nothing touches the index any more. Does not close the writer. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#interrupt('close');
    await this.whenIdle();
    if (!this.#options.pool) await this.#pool.close();
  }

  #go(): IndexingProgress {
    if (this.#closed) throw new WhenceError('CANCELLED', 'This index is being closed.');
    this.#started = true;
    if (this.#stopReason === 'pause' || this.#stopReason === 'cancel') this.#stopReason = 'changed';
    this.#running ??= this.#loop().finally(() => {
      this.#running = null;
    });
    return this.#tracker.progress();
  }

  #isRunning(): boolean {
    return this.#running !== null && (this.#stopReason === null || this.#stopReason === 'changed');
  }

  /** Asks the run to stop; false when it was asked before. */
  #interrupt(reason: StopReason): boolean {
    if (!this.#running || this.#stopReason === 'close' || this.#stopReason === reason) return false;
    this.#stopReason = reason;
    this.#stop?.abort(new DOMException(`Indexing: ${reason}.`, 'AbortError'));
    return true;
  }

  async #loop(): Promise<void> {
    while (!this.#left.isEmpty) {
      const stop = new AbortController();
      this.#stop = stop;
      this.#stopReason = null;
      const failure = await this.#runOnce(stop.signal);
      if (stop.signal.aborted) {
        if (!this.#goesOnAfterStop()) return;
      } else if (failure !== null) {
        this.#fail(failure.thrown);
        return;
      }
    }
    this.#tracker.moveTo('done');
  }

  /** What was asked may have changed while the run came to its end. */
  #goesOnAfterStop(): boolean {
    if (this.#stopReason === 'cancel') {
      this.#left.clear();
      this.#totals.reset();
      this.#giveUpModelChange();
    }
    return this.#stopReason === 'changed';
  }

  async #runOnce(signal: AbortSignal): Promise<{ thrown: unknown } | null> {
    try {
      if (this.#left.takeRebuild() && this.#options.startOver) {
        this.#writer = await this.#options.startOver(this.#writer);
        this.#walks.forget();
      }
      await new IndexingRun({
        ...this.#options,
        writer: this.#writer,
        pool: this.#pool,
        tracker: this.#tracker,
        left: this.#left,
        walks: this.#walks,
        totals: this.#totals,
        signal,
      }).run();
      return null;
    } catch (thrown) {
      return { thrown };
    }
  }

  #fail(thrown: unknown): void {
    const error = toErrorShape(thrown);
    this.#tracker.moveTo('failed', error);
    try {
      this.#writer.recordEvent('failed', error.message, { code: error.code });
    } catch {
      // The index can't be written, which is most likely what failed: the progress row tells.
    }
  }

  #giveUpModelChange(): void {
    if (this.#writer.manifest().nextModel !== null) this.#writer.embedding.cancelModelChange();
  }

  #isComplete(): boolean {
    const { readingFinished, embeddingFinished } = this.#writer.manifest();
    return readingFinished !== null && (embeddingFinished !== null || this.#options.embedder === null);
  }
}
