import { Worker } from 'node:worker_threads';
import type { Completion, SearchAnswer } from '../../shared/contract/search.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { processEntry } from '../processes/entry.ts';
import { cancelled, SharedCancellations } from './cancellation.ts';
import type { SearchRequest } from './searcher.ts';
import type { SearchWorkerCall, SearchWorkerData, SearchWorkerReply } from './worker-messages.ts';

export interface SearchServiceOptions {
  readonly indexFile: string;
  readonly modelFolder: string | null;
  /** Absolute path of the indexed root. */
  readonly root: string;
}

/** Searches one index in a thread of its own. */
export interface SearchService {
  /** A newer query of the same `session` cancels the one before, which then throws CANCELLED. */
  query(request: SearchRequest & { readonly session?: string | undefined }, signal: AbortSignal): Promise<SearchAnswer>;
  complete(text: string, cursor: number): Promise<readonly Completion[]>;
  /** Starts the thread before it is asked; it reads ahead by itself while it has nothing to do. */
  warmUp(): void;
  dispose(): Promise<void>;
}

/** Whoever waits for an answer; `query`, `complete` and `close` each settle by their own kind of reply. */
interface Waiting {
  readonly settle: (reply: SearchWorkerReply) => void;
  readonly fail: (error: Error) => void;
}

/** The worker starts with the first call or to warm up, and again after it has died. */
export const createSearchService = (options: SearchServiceOptions): SearchService => new WorkerSearchService(options);

class WorkerSearchService implements SearchService {
  readonly #options: SearchServiceOptions;
  readonly #cancellations = new SharedCancellations();
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, number>();
  #worker: Worker | null = null;
  #lastId = 0;
  #disposed = false;

  constructor(options: SearchServiceOptions) {
    this.#options = options;
  }

  async query(
    { session, ...request }: SearchRequest & { readonly session?: string | undefined },
    signal: AbortSignal,
  ): Promise<SearchAnswer> {
    if (signal.aborted) throw cancelled();
    const id = this.#nextId();
    if (session !== undefined) {
      const before = this.#sessions.get(session);
      if (before !== undefined) this.#cancel(before);
      this.#sessions.set(session, id);
    }
    const abort = (): void => this.#cancel(id);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.#ask({ id, call: 'query', request }, (reply) => (reply.call === 'query' ? reply.result : null));
    } finally {
      signal.removeEventListener('abort', abort);
      if (session !== undefined && this.#sessions.get(session) === id) this.#sessions.delete(session);
    }
  }

  complete(text: string, cursor: number): Promise<readonly Completion[]> {
    const call: SearchWorkerCall = { id: this.#nextId(), call: 'complete', text, cursor };
    return this.#ask(call, (reply) => (reply.call === 'complete' ? reply.result : null));
  }

  warmUp(): void {
    if (!this.#disposed && this.#worker === null) this.#running().unref();
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const id of this.#waiting.keys()) this.#cancel(id);
    const worker = this.#worker;
    if (worker === null) return;
    const closed = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    send(worker, { id: this.#nextId(), call: 'close' });
    await closed;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** `pick` takes the answer out of a reply of the call's own kind. */
  #ask<T>(call: SearchWorkerCall, pick: (reply: SearchWorkerReply) => Result<T> | null): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#disposed) {
        reject(cancelled());
        return;
      }
      const settle = (reply: SearchWorkerReply): void => {
        const result = pick(reply);
        if (result === null) reject(new WhenceError('INTERNAL', 'The search thread answered another question.'));
        else if (result.ok) resolve(result.data);
        else reject(WhenceError.from(result.error));
      };
      this.#waiting.set(call.id, { settle, fail: reject });
      send(this.#running(), call);
    });
  }

  /** The caller has its answer at once; the worker stops when it next looks. */
  #cancel(id: number): void {
    this.#cancellations.cancel(id);
    this.#waiting.get(id)?.fail(cancelled());
    this.#waiting.delete(id);
  }

  #running(): Worker {
    if (this.#worker !== null) return this.#worker;
    const workerData: SearchWorkerData = { ...this.#options, cancellations: this.#cancellations.buffer };
    const worker = new Worker(processEntry('search-worker'), { workerData });
    worker.on('message', (reply: SearchWorkerReply) => {
      this.#waiting.get(reply.id)?.settle(reply);
      this.#waiting.delete(reply.id);
      // An idle search thread must not keep the process from ending; one that is told to end is waited for.
      if (this.#waiting.size === 0 && !this.#disposed) worker.unref();
    });
    worker.on('error', (error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, null));
    this.#worker = worker;
    return worker;
  }

  #lost(worker: Worker, cause: Error | null): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const error = new WhenceError('INTERNAL', 'The search thread stopped: search again, it starts anew.', { cause });
    for (const waiting of this.#waiting.values()) waiting.fail(error);
    this.#waiting.clear();
  }
}

function send(worker: Worker, call: SearchWorkerCall): void {
  worker.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  worker.postMessage(call);
}
