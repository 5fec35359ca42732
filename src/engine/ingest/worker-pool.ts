import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { processEntry } from '../processes/entry.ts';
import type { ReadAnswer, ReadRequest } from './read-one.ts';
import type { Walked } from './walk.ts';
import type { Damage } from '../store/index.ts';
import type { WalkRequest, WorkerReply, WorkerRequest, WorkerSettings } from './worker-protocol.ts';

export interface PoolOptions extends WorkerSettings {
  readonly workers?: number;
  /** ms a job may take; then its worker is replaced and the job fails with `timedOut`. */
  readonly timeBudgetMs?: number;
  /** Another worker program, for tests. */
  readonly entry?: string;
}

/** A job that its worker did not survive or finish in time. */
export class WorkerJobError extends Error {
  readonly timedOut: boolean;

  constructor(message: string, timedOut: boolean) {
    super(message);
    this.name = 'WorkerJobError';
    this.timedOut = timedOut;
  }
}

interface Job {
  readonly message: WorkerRequest;
  readonly settle: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
  readonly signal?: AbortSignal;
}

/** Jobs handed to one worker ahead of time, so that it never waits for the owner. */
const jobsPerWorker = 3;
const defaultBudgetMs = 20_000;
const heapLimitMiB = 1024;
/** What a worker makes for a file is short-lived: the 96 MiB that V8 would take for new objects save no time. */
const newObjectsMiB = 24;

/**
 * Worker threads that read and chunk files. A worker that crashes or exceeds a job's time costs that job only: it is replaced,
 * and what else it had been given is done by its successor.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers: ChunkThread[];
  readonly #waiting: Job[] = [];
  #nextId = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const count = options.workers ?? Math.max(1, Math.min(2, availableParallelism()));
    this.#workers = Array.from({ length: count }, () => this.#thread());
  }

  /** Lists the files of a root. */
  walk(request: WalkRequest): Promise<Walked> {
    return new Promise((resolve, reject) => {
      const settle = (reply: WorkerReply): void =>
        reply.kind === 'walk' ? resolve(reply.answer) : reject(failure(reply));
      this.#add({ message: { id: this.#takeId(), kind: 'walk', request }, settle, reject });
    });
  }

  /** The full check of an index. */
  verify(file: string): Promise<readonly Damage[]> {
    return new Promise((resolve, reject) => {
      const settle = (reply: WorkerReply): void =>
        reply.kind === 'verify' ? resolve(reply.answer) : reject(failure(reply));
      this.#add({ message: { id: this.#takeId(), kind: 'verify', request: { file } }, settle, reject });
    });
  }

  /** Reads and chunks one file. An abort before its turn saves the work. */
  read(request: ReadRequest, signal?: AbortSignal): Promise<ReadAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (reply: WorkerReply): void =>
        reply.kind === 'read' ? resolve(reply.answer) : reject(failure(reply));
      this.#add({ message: { id: this.#takeId(), kind: 'read', request }, settle, reject, ...(signal && { signal }) });
    });
  }

  /** Ends all workers; what they were doing fails. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new WorkerJobError('the workers were closed', false));
    await Promise.all(this.#workers.map((thread) => thread.close()));
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  #add(job: Job): void {
    this.#waiting.push(job);
    this.#dispatch();
  }

  #thread(): ChunkThread {
    return new ChunkThread(this.#options, {
      onFree: () => this.#dispatch(),
      onLost: (jobs) => {
        this.#waiting.unshift(...jobs);
        this.#dispatch();
      },
    });
  }

  #next(): Job | undefined {
    for (;;) {
      const job = this.#waiting.shift();
      if (job?.signal?.aborted !== true) return job;
      job.reject(new WorkerJobError('it was no longer wanted', false));
    }
  }

  #dispatch(): void {
    if (this.#closed) return;
    for (let depth = 1; depth <= jobsPerWorker; depth += 1) {
      for (const thread of this.#workers) {
        if (this.#waiting.length === 0) return;
        if (thread.load >= depth) continue;
        const job = this.#next();
        if (job) thread.start(job);
      }
    }
  }
}

const failure = (reply: WorkerReply): WorkerJobError =>
  new WorkerJobError(reply.kind === 'failed' ? reply.error : `it answered ${reply.kind}`, false);

interface ThreadEvents {
  readonly onFree: () => void;
  /** Jobs that were queued behind one that ended the worker. */
  readonly onLost: (jobs: readonly Job[]) => void;
}

/** One worker and its successors. */
class ChunkThread {
  readonly #options: PoolOptions;
  readonly #events: ThreadEvents;
  #worker: Worker | null = null;
  #jobs: Job[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(options: PoolOptions, events: ThreadEvents) {
    this.#options = options;
    this.#events = events;
  }

  get load(): number {
    return this.#jobs.length;
  }

  start(job: Job): void {
    this.#worker ??= this.#open();
    this.#jobs.push(job);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(job.message);
    if (this.#jobs.length > 1) return;
    // An idle worker does not keep the process alive; one at work does.
    this.#worker.ref();
    this.#restartTimer();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#stopTimer();
    for (const job of this.#jobs.splice(0)) job.reject(new WorkerJobError('the workers were closed', false));
    await worker?.terminate();
  }

  #open(): Worker {
    const settings: WorkerSettings = { grammarFolder: this.#options.grammarFolder };
    const worker = new Worker(this.#options.entry ?? processEntry('chunk-worker'), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMiB, maxYoungGenerationSizeMb: newObjectsMiB },
    });
    worker.unref();
    let reason: string | null = null;
    worker.on('message', (reply: WorkerReply) => {
      if (worker === this.#worker) this.#onReply(reply);
    });
    // An error may overtake answers given before it; at the exit all have come, and what is first then is to blame.
    worker.on('error', (error) => (reason = error.message));
    worker.on('exit', (code) => this.#onEnd(worker, reason ?? `its worker ended with code ${code}`));
    return worker;
  }

  #onReply(reply: WorkerReply): void {
    const job = this.#jobs.shift();
    if (job === undefined || job.message.id !== reply.id) return;
    if (this.#jobs.length === 0) this.#worker?.unref();
    this.#restartTimer();
    job.settle(reply);
    this.#events.onFree();
  }

  #onEnd(worker: Worker, message: string): void {
    if (worker === this.#worker) this.#fail(new WorkerJobError(message, false));
  }

  #onTimeout(): void {
    const worker = this.#worker;
    const budget = this.#options.timeBudgetMs ?? defaultBudgetMs;
    this.#fail(new WorkerJobError(`it took more than ${budget / 1000} s`, true));
    void worker?.terminate();
  }

  #fail(error: WorkerJobError): void {
    this.#worker = null;
    this.#stopTimer();
    const [culprit, ...behind] = this.#jobs.splice(0);
    culprit?.reject(error);
    this.#events.onLost(behind);
  }

  #restartTimer(): void {
    this.#stopTimer();
    const [job] = this.#jobs;
    // Only a file has a budget: to list a large root or to check a large index takes its time.
    if (job === undefined || job.message.kind !== 'read') return;
    this.#timer = setTimeout(() => this.#onTimeout(), this.#options.timeBudgetMs ?? defaultBudgetMs);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
