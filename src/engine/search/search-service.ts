import { setTimeout } from 'node:timers/promises';
import type { Completion, SearchAnswer } from '../../shared/contract/search.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { ModelSource } from '../models/index.ts';
import { processEntry } from '../processes/entry.ts';
import { ThreadLostError, WorkerThread } from '../processes/worker-thread.ts';
import { cancelled } from './cancellation.ts';
import type { SearchRequest } from './searcher.ts';
import type { SearchOperations, SearchWorkerSettings } from './worker-messages.ts';

export interface SearchServiceOptions {
  readonly indexFile: string;
  readonly model: ModelSource | null;
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

/** The worker starts with the first call or to warm up, and again after it has died. */
export const createSearchService = (options: SearchServiceOptions): SearchService => new WorkerSearchService(options);

const tooSlow = (cause: ThreadLostError): WhenceError =>
  new WhenceError(
    'QUERY_TIME_BUDGET',
    'The regular expression or glob takes too long on some text and was stopped. Make it simpler, above all repeats inside of repeats such as (a+)+ and globs of many stars, or narrow the search with path: or lang:.',
    { cause },
  );

/** ms that a cancelled search goes on before its thread is replaced: opening a large index and its model takes seconds. */
const cancelGraceMs = 20_000;
/** ms that closing waits for the thread to finish what it is at. */
const closingMs = 1000;

class WorkerSearchService implements SearchService {
  readonly #thread: WorkerThread<SearchOperations>;
  /** The newest query of each session. */
  readonly #sessions = new Map<string, AbortController>();
  readonly #disposed = new AbortController();

  constructor(options: SearchServiceOptions) {
    this.#thread = new WorkerThread({
      entry: processEntry('search-worker'),
      settings: options satisfies SearchWorkerSettings,
      order: 'serial',
      cancelGraceMs,
    });
  }

  async query(
    { session, ...request }: SearchRequest & { readonly session?: string | undefined },
    signal: AbortSignal,
  ): Promise<SearchAnswer> {
    const newer = new AbortController();
    if (session !== undefined) {
      this.#sessions.get(session)?.abort();
      this.#sessions.set(session, newer);
    }
    try {
      return await this.#call('query', request, AbortSignal.any([signal, newer.signal]));
    } finally {
      if (session !== undefined && this.#sessions.get(session) === newer) this.#sessions.delete(session);
    }
  }

  complete(text: string, cursor: number): Promise<readonly Completion[]> {
    return this.#call('complete', { text, cursor }, this.#disposed.signal);
  }

  warmUp(): void {
    if (!this.#disposed.signal.aborted) this.#thread.start();
  }

  async dispose(): Promise<void> {
    if (this.#disposed.signal.aborted) return;
    this.#disposed.abort();
    if (!this.#thread.isRunning) return;
    const closed = this.#thread.call('close', null).catch(() => undefined);
    await Promise.race([closed, setTimeout(closingMs, undefined, { ref: false })]);
    await this.#thread.close();
  }

  async #call<Name extends 'query' | 'complete'>(
    name: Name,
    request: SearchOperations[Name]['request'],
    signal: AbortSignal,
  ): Promise<SearchOperations[Name]['answer']> {
    if (this.#disposed.signal.aborted) throw cancelled();
    try {
      return await this.#thread.call(name, request, { signal: AbortSignal.any([signal, this.#disposed.signal]) });
    } catch (thrown) {
      if (!(thrown instanceof ThreadLostError)) throw thrown;
      if (thrown.timedOut) throw tooSlow(thrown);
      throw new WhenceError('INTERNAL', 'The search thread stopped: search again, it starts anew.', { cause: thrown });
    }
  }
}
