import { setTimeout as sleep } from 'node:timers/promises';
import type { BlameEngineChoice, GitAnswers, HitBlame } from '../../shared/contract/git.ts';
import { isWhenceError } from '../../shared/errors.ts';
import type { BlameReader } from '../store/blame-reader.ts';
import type { BlameStore } from '../store/blame-store.ts';
import type { IndexReader, IndexWriter } from '../store/index.ts';
import type { BlameBatch } from './blame-batch.ts';
import { describeGit } from './describe.ts';
import { workerPool } from './worker-pool.ts';
import type { OperationName, Operations, Part } from './worker-protocol.ts';

/** Files blamed in one walk: fewer, and more would be lost when Whence ends; more, and the history is walked less often. */
const filesPerWalk = 4000;
/** Longest wait for the blame of hits on screen, in ms; what takes longer is there the next time. */
const hitsWaitMs = 8000;
/** Batches made in the background are gathered this long, in ms: whoever reads the index then looks anew once, not each time. */
const gatherMs = 2000;
/** What the host's thread rests between two batches that it writes, in ms. */
const restMs = 15;

export interface BlameKeeperOptions {
  /** Absolute path of the opened root. */
  readonly root: string;
  readonly reader: () => IndexReader | null;
  /** Null where another process writes the index: blame is then computed for what is asked, and not kept. */
  readonly writer: () => IndexWriter | null;
  /** Blame of some files came in. */
  readonly onChange?: () => void;
}

/**
 * Keeps the blame store of one index up to date: in the background for all files, at once for hits on screen. Only the
 * writing happens on this thread. After a commit, a checkout or a pull it blames again only files that commits changed
 * which one of the two sides has.
 */
export class BlameKeeper {
  readonly #options: BlameKeeperOptions;
  #background: { controller: AbortController; done: Promise<void> } | null = null;
  #again = false;
  /** Walks under way, of hits and in the background. */
  #blaming = 0;
  #closed = false;
  #kept: { readonly writer: IndexWriter; readonly store: BlameStore } | null = null;

  constructor(options: BlameKeeperOptions) {
    this.#options = options;
  }

  /** Brings the store up to date in the background; when it is at it already, once more after that. */
  update(): void {
    if (this.#closed || this.#options.writer() === null) return;
    if (this.#background) {
      this.#again = true;
      return;
    }
    const controller = new AbortController();
    const done = this.#updateAll(controller.signal)
      // Blame is an extra: a repository that can't be blamed is told about where blame is asked for.
      .catch(() => undefined)
      .finally(() => {
        this.#background = null;
        if (this.#again) {
          this.#again = false;
          this.update();
        }
      });
    this.#background = { controller, done };
  }

  /** Resolves when no background work runs. */
  async settled(): Promise<void> {
    while (this.#background) await this.#background.done;
  }

  /** Author, date and commit of the newest line of each chunk; files not blamed yet are blamed first. */
  async blameHits(chunkIds: readonly number[], signal?: AbortSignal): Promise<readonly HitBlame[]> {
    const missing = this.#stored()?.unblamedOf(chunkIds) ?? [];
    if (missing.length > 0) {
      const limit = AbortSignal.timeout(hitsWaitMs);
      const paths = missing.map(({ path }) => path);
      await this.#blame(paths, { signal: signal ? AbortSignal.any([signal, limit]) : limit }).catch(ignoreExpected);
    }
    return this.#stored()?.newestLines(chunkIds) ?? [];
  }

  /** Hits by author and by age, as far as is known now. */
  async facets(chunkIds: readonly number[]): Promise<GitAnswers['git.facets']> {
    const { me } = await describeGit(this.#options.root);
    const stored = this.#stored();
    const working = this.#blaming > 0;
    if (!stored) return { authors: [], ages: [], pending: chunkIds.length, working };
    const addresses = new Set(me.email === null ? [] : [me.email.toLowerCase()]);
    return { ...stored.facets(chunkIds, { me: addresses, now: Date.now() }), working };
  }

  /** Ends background work; what is stored stays. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#again = false;
    this.#background?.controller.abort();
    await this.#background?.done;
  }

  async #updateAll(signal: AbortSignal): Promise<void> {
    const key = await this.#submit('blameKey', {}, { signal, background: true });
    const blame = this.#stored();
    if (!blame) return;
    if (key.head !== null) await this.#carryOver({ head: key.head, stamp: key.stamp }, blame, signal);
    const paths = blame.unblamed(key.head, key.stamp).map(({ path }) => path);
    for (let at = 0; at < paths.length && !signal.aborted; at += filesPerWalk) {
      await this.#blame(paths.slice(at, at + filesPerWalk), { signal, background: true });
    }
  }

  /** Blame made at another commit holds for every path that no commit between the two changed. */
  async #carryOver(key: { head: string; stamp: string }, blame: BlameReader, signal: AbortSignal): Promise<void> {
    for (const { head } of blame.headsBefore(key.head).slice(0, 3)) {
      const request = { from: head, to: key.head };
      const changed = await this.#submit('changedBetween', request, { signal, background: true });
      if (changed === null) continue;
      const touched = new Set(changed);
      const same = blame.filesAt(head, key.stamp).filter(({ path }) => !touched.has(path));
      const store = this.#store();
      store?.moveHead(
        same.map(({ fileId }) => fileId),
        key.head,
      );
    }
  }

  /** Blames files in a worker and stores what comes, batch by batch. */
  async #blame(paths: readonly string[], options: { signal: AbortSignal; background?: boolean }): Promise<void> {
    const queue: BlameBatch[] = [];
    let writing: Promise<void> = Promise.resolve();
    let finished = false;
    const write = async (): Promise<void> => {
      if (queue.length > 0 && options.background && !finished) await pause(gatherMs, options.signal);
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        this.#store()?.put(batch);
        this.#options.onChange?.();
        if (options.background) await sleep(restMs);
      }
    };
    const onPart = (batch: BlameBatch): void => {
      queue.push(batch);
      writing = writing.then(write);
    };
    this.#blaming += 1;
    try {
      await this.#submit('blameMany', { paths }, { ...options, onPart });
      finished = true;
      await writing;
    } finally {
      this.#blaming -= 1;
    }
  }

  /** Asked for anew after every wait: the index may have been closed or made anew meanwhile. */
  #stored(): BlameReader | null {
    const reader = this.#closed ? null : this.#options.reader();
    return reader && reader.blame();
  }

  #store(): BlameStore | null {
    const writer = this.#options.writer();
    if (writer === null || this.#closed) return null;
    if (this.#kept?.writer !== writer) this.#kept = { writer, store: writer.blameStore() };
    return this.#kept.store;
  }

  #submit<Name extends OperationName>(
    name: Name,
    request: Operations[Name]['request'],
    options: { signal: AbortSignal; background?: boolean; onPart?: (part: Part<Name>) => void },
  ): Promise<Operations[Name]['answer']> {
    const engine: BlameEngineChoice = 'isomorphic';
    const { root } = this.#options;
    return workerPool.submit<Name>({ name, root, engine, indexFile: null, request, streamed: true }, options);
  }
}

/** Waits, or until nobody wants the work any more. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Expected failures leave a hit without an author; the blame beside the file says why. */
function ignoreExpected(thrown: unknown): void {
  if (!isWhenceError(thrown)) throw thrown;
}
