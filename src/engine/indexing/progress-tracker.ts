import type { IndexingProgress, Phase, PhaseProgress } from '../../shared/contract/indexing.ts';
import type { ErrorShape } from '../../shared/errors.ts';
import { RateMeter } from './rate-meter.ts';
import { Throttle } from './throttle.ts';

/** At most ten events a second. */
const eventIntervalMs = 100;

class PhaseTracker {
  readonly #meter = new RateMeter();
  #done = 0;
  #total = 0;
  #running = false;

  start(): void {
    this.#running = true;
    this.#meter.start(performance.now(), this.#done);
  }

  stop(): void {
    if (this.#running) this.#meter.stop(performance.now());
    this.#running = false;
  }

  set(done: number, total: number): void {
    const isFirst = this.#total === 0;
    this.#done = done;
    this.#total = total;
    // What an earlier run did is no speed of this one.
    if (this.#running && isFirst) this.#meter.start(performance.now(), done);
    else if (this.#running) this.#meter.record(performance.now(), done);
  }

  progress(): PhaseProgress {
    const now = performance.now();
    return {
      done: this.#done,
      total: this.#total,
      rate: this.#running ? this.#meter.rate(now) : 0,
      elapsedMs: this.#meter.elapsedMs(now),
      remainingMs: this.#running ? this.#meter.remainingMs(now, this.#total - this.#done) : null,
    };
  }
}

/** Gathers what is known of a run and tells it, at most ten times a second; ends and changes of state at once. */
export class ProgressTracker {
  readonly #repositoryId: string;
  readonly #throttle: Throttle;
  readonly #phases = { reading: new PhaseTracker(), embedding: new PhaseTracker() };
  #state: IndexingProgress['state'];
  #currentFile: string | null = null;
  #embedder: string | null = null;
  #waiting: string | null = null;
  #reused = 0;
  #error: ErrorShape | null = null;

  constructor(options: {
    repositoryId: string;
    state: IndexingProgress['state'];
    emit: (progress: IndexingProgress) => void;
  }) {
    this.#repositoryId = options.repositoryId;
    this.#state = options.state;
    this.#throttle = new Throttle(() => options.emit(this.progress()), eventIntervalMs);
  }

  get state(): IndexingProgress['state'] {
    return this.#state;
  }

  get error(): ErrorShape | null {
    return this.#error;
  }

  progress(): IndexingProgress {
    return {
      repositoryId: this.#repositoryId,
      state: this.#state,
      reading: this.#phases.reading.progress(),
      embedding: this.#phases.embedding.progress(),
      currentFile: this.#currentFile,
      embedder: this.#embedder,
      reused: this.#reused,
      error: this.#error,
      ...(this.#waiting === null ? {} : { waiting: this.#waiting }),
    };
  }

  moveTo(state: IndexingProgress['state'], error: ErrorShape | null = null): void {
    this.#state = state;
    this.#error = error;
    this.#waiting = null;
    this.#currentFile = null;
    this.#run('reading', state === 'reading');
    this.#run('embedding', state === 'embedding');
    this.#throttle.flush();
  }

  record(phase: Phase, at: { done: number; total: number; currentFile: string | null; reused?: number }): void {
    this.#phases[phase].set(at.done, at.total);
    this.#currentFile = at.currentFile;
    if (at.reused !== undefined) this.#reused = at.reused;
    this.#throttle.request();
  }

  setEmbedder(device: string | null): void {
    if (device === this.#embedder) return;
    this.#embedder = device;
    this.#throttle.request();
  }

  /** Why embedding waits, in words; null when it goes on. */
  setWaiting(reason: string | null): void {
    if (reason === this.#waiting) return;
    this.#waiting = reason;
    this.#throttle.request();
  }

  #run(phase: Phase, running: boolean): void {
    if (running) this.#phases[phase].start();
    else this.#phases[phase].stop();
  }
}
