import { availableParallelism } from 'node:os';
import { processEntry } from '../processes/entry.ts';
import { ThreadLostError, WorkerThread } from '../processes/worker-thread.ts';
import type { Damage } from '../store/index.ts';
import type { ReadAnswer, ReadRequest } from './read-one.ts';
import type { Walked } from './walk.ts';
import type { ChunkOperations, WalkRequest, WorkerSettings } from './worker-protocol.ts';

export interface PoolOptions extends WorkerSettings {
  readonly workers?: number;
  /** ms a file may take; then its worker is replaced and the job fails with `timedOut`. */
  readonly timeBudgetMs?: number;
  /** Another worker program, for tests. */
  readonly entry?: string;
}

interface Job {
  readonly run: (thread: ChunkThread) => Promise<void>;
  readonly reject: (error: Error) => void;
  readonly signal?: AbortSignal | undefined;
}

type ChunkThread = WorkerThread<ChunkOperations>;

/** Jobs handed to one worker ahead of time, so that it never waits for the owner. */
const jobsPerWorker = 3;
const defaultBudgetMs = 20_000;
/** ms that a cancelled file or walk may go on; then it is taken for one that does not come back. */
const cancelGraceMs = 10_000;
const heapLimitMiB = 1024;
/** What a worker makes for a file is short-lived: the 96 MiB that V8 would take for new objects save no time. */
const newObjectsMiB = 24;

/**
 * Worker threads that read and chunk files. A worker that crashes or exceeds a file's time costs that file only, which fails with
 * a ThreadLostError: it is replaced, and what else it had been given is done by its successor.
 */
export class WorkerPool {
  readonly #timeBudgetMs: number;
  readonly #threads: readonly ChunkThread[];
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#timeBudgetMs = options.timeBudgetMs ?? defaultBudgetMs;
    const count = options.workers ?? Math.max(1, Math.min(2, availableParallelism()));
    this.#threads = Array.from({ length: count }, () => openThread(options, () => this.#dispatch()));
  }

  /** Lists the files of a root. */
  walk(request: WalkRequest, signal?: AbortSignal): Promise<Walked> {
    return this.#submit('walk', request, { signal });
  }

  /** The full check of an index. */
  verify(file: string): Promise<readonly Damage[]> {
    return this.#submit('verify', { file }, {});
  }

  /** Reads and chunks one file. An abort before its turn saves the work; after it the answer is not waited for. */
  read(request: ReadRequest, signal?: AbortSignal): Promise<ReadAnswer> {
    // Only a file has a budget: to list a large root or to check a large index takes its time.
    return this.#submit('read', request, { signal, budgetMs: this.#timeBudgetMs });
  }

  /** Ends all workers; what they were doing fails. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new ThreadLostError('the workers were closed', false));
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #submit<Name extends keyof ChunkOperations>(
    name: Name,
    request: ChunkOperations[Name]['request'],
    options: { readonly signal?: AbortSignal | undefined; readonly budgetMs?: number },
  ): Promise<ChunkOperations[Name]['answer']> {
    const { signal, budgetMs } = options;
    return new Promise((resolve, reject) => {
      const run = (thread: ChunkThread): Promise<void> =>
        thread.call(name, request, { budgetMs, signal }).then(resolve, reject);
      this.#waiting.push({ run, reject, signal });
      this.#dispatch();
    });
  }

  #next(): Job | undefined {
    for (;;) {
      const job = this.#waiting.shift();
      if (job?.signal?.aborted !== true) return job;
      job.reject(new ThreadLostError('it was no longer wanted', false));
    }
  }

  #dispatch(): void {
    if (this.#closed) return;
    for (let depth = 1; depth <= jobsPerWorker; depth += 1) {
      for (const thread of this.#threads) {
        if (this.#waiting.length === 0) return;
        if (thread.load >= depth) continue;
        const job = this.#next();
        if (job) void job.run(thread);
      }
    }
  }
}

const openThread = (options: PoolOptions, onFree: () => void): ChunkThread =>
  new WorkerThread<ChunkOperations>({
    entry: options.entry ?? processEntry('chunk-worker'),
    settings: { grammarFolder: options.grammarFolder } satisfies WorkerSettings,
    order: 'serial',
    cancelGraceMs,
    onFree,
    limits: { maxOldGenerationSizeMb: heapLimitMiB, maxYoungGenerationSizeMb: newObjectsMiB },
  });
