import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { Consent } from '../consent.ts';
import { indexFileOf } from '../data-folder.ts';
import type { EngineContext } from '../engine-context.ts';
import { describeRoot } from './describe-root.ts';
import { OpenedRepository } from './opened/opened-repository.ts';
import { type RecentRoot, RecentRoots } from './recent.ts';
import { SearchHistory } from '../search/search-history.ts';
import { confirmRoot, resolveRoot, type Root } from './root.ts';
import { Shown } from './shown.ts';
import { factsAtRest, summarize } from './summary.ts';

/** Milliseconds for which a root that no window shows any more is kept as it was: switching to and fro costs nothing. */
const keptMs = 5 * 60_000;

export interface RepositoriesOptions {
  readonly keptMs?: number;
  /** Asks before a folder is opened that the person has not named. */
  readonly consent?: Consent;
}

/** The roots that are open and the ones that were. */
export class Repositories {
  readonly #context: EngineContext;
  readonly #recent: RecentRoots;
  readonly #consent: Consent;
  readonly #opened = new Map<string, Promise<OpenedRepository>>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #shown: Shown;

  constructor(context: EngineContext, options: RepositoriesOptions = {}) {
    this.#context = context;
    this.#recent = new RecentRoots(context.dataFolder);
    this.#consent = options.consent ?? new Consent(context.host, this.#recent);
    this.#shown = new Shown(options.keptMs ?? keptMs, async (repositoryId) => this.#rest(repositoryId));
  }

  /** Last opened first. */
  async list(): Promise<readonly RepositorySummary[]> {
    return Promise.all(
      this.#recent.list().map(async (entry) => {
        const opened = await this.#opened.get(entry.repositoryId);
        return opened ? opened.state.summary() : this.#summaryAtRest(entry);
      }),
    );
  }

  /**
   * Opens a root; a wide one (home, a whole disk) only when that was confirmed, one that the person has not named only when they
   * say yes. With `replace` an index that can't be opened is kept
   * aside and a new one begun.
   */
  async open(path: string, { confirmed = false, replace = false } = {}): Promise<OpenedRepository> {
    const root = await resolveRoot(path);
    const known = this.#opened.get(root.repositoryId);
    if (!known && !confirmed) await confirmRoot(root);
    if (!known) await this.#consent.toOpen(root.path);
    const opened = await this.#openOnce(root, replace);
    if (this.#context.writes) this.#recent.touch(root);
    return opened;
  }

  /** An open root; a recent one that is not is opened, as after a restart of the host. Throws REPOSITORY_UNKNOWN. */
  async get(repositoryId: string): Promise<OpenedRepository> {
    const opened = this.#opened.get(repositoryId);
    if (opened) return opened;
    const recent = this.#recent.find(repositoryId);
    if (!recent) throw new WhenceError('REPOSITORY_UNKNOWN', 'This folder is not open: open it again.');
    return this.#openOnce(await resolveRoot(recent.root));
  }

  /** Keeps a root open and watched until `signal` aborts; a while after the last one that shows it, it comes to rest. */
  async show(repositoryId: string, signal: AbortSignal): Promise<void> {
    await this.#shown.whileShown(repositoryId, signal, async () => {
      const opened = await this.get(repositoryId);
      if (this.#watches()) void opened.watch.start();
    });
  }

  async close(repositoryId: string): Promise<void> {
    const opened = this.#opened.get(repositoryId);
    if (!opened) return this.#closing.get(repositoryId);
    this.#opened.delete(repositoryId);
    const closing = opened
      .then(async (root) => root.close())
      .finally(() => {
        if (this.#closing.get(repositoryId) === closing) this.#closing.delete(repositoryId);
      });
    this.#closing.set(repositoryId, closing);
    return closing;
  }

  /** Forgets a root, and deletes its index when asked: what another process writes is left alone. */
  async remove(repositoryId: string, deleteIndex: boolean): Promise<void> {
    if (deleteIndex) await this.deleteIndex(repositoryId);
    else await this.close(repositoryId);
    this.#recent.remove(repositoryId);
    new SearchHistory(this.#context.dataFolder).forget(repositoryId);
  }

  /** Throws INDEX_LOCKED where another process writes the index. */
  async deleteIndex(repositoryId: string): Promise<void> {
    const folder = dirname(indexFileOf(this.#context.dataFolder, repositoryId));
    if (basename(folder) !== repositoryId || !/^[0-9a-f]{20}$/.test(repositoryId)) {
      throw new WhenceError('REPOSITORY_UNKNOWN', 'There is no index of that name.');
    }
    const { writer } = factsAtRest(indexFileOf(this.#context.dataFolder, repositoryId));
    if (writer !== null && writer.pid !== process.pid) {
      throw new WhenceError(
        'INDEX_LOCKED',
        `Another Whence (process ${writer.pid} on ${writer.host}) is writing this index: close it there first.`,
        { data: { ...writer } },
      );
    }
    await this.close(repositoryId);
    rmSync(folder, { recursive: true, force: true });
  }

  /** Watches all open roots, or none, as the settings say. */
  async followSettings(): Promise<void> {
    const opened = await Promise.all(this.#opened.values());
    await Promise.all(opened.map(async (root) => (this.#watches() ? root.watch.start() : root.watch.stop())));
  }

  async closeAll(): Promise<void> {
    this.#shown.end();
    await Promise.all([...this.#opened.keys(), ...this.#closing.keys()].map(async (id) => this.close(id)));
  }

  /** Stops watching a root that nobody sees, lets it finish what it does, and closes it unless somebody came back meanwhile. */
  async #rest(repositoryId: string): Promise<void> {
    const opened = await this.#opened.get(repositoryId);
    await opened?.watch.stop();
    await opened?.settled();
    if (opened && !this.#shown.has(repositoryId)) await this.close(repositoryId);
  }

  #watches(): boolean {
    return this.#context.writes && this.#context.host.watches && this.#context.settings.get().watch;
  }

  async #openOnce(root: Root, replace = false): Promise<OpenedRepository> {
    const { repositoryId } = root;
    let opening = this.#opened.get(repositoryId);
    if (!opening) {
      // The writer's place is free only when the one before has left it.
      const closed = this.#closing.get(repositoryId) ?? Promise.resolve();
      opening = closed.then(async () => OpenedRepository.open(root, this.#context, replace));
      this.#opened.set(repositoryId, opening);
      opening.then(
        (opened) => this.#watches() && void opened.watch.start(),
        () => this.#opened.delete(repositoryId),
      );
    }
    return opening;
  }

  async #summaryAtRest(entry: RecentRoot): Promise<RepositorySummary> {
    const indexFile = indexFileOf(this.#context.dataFolder, entry.repositoryId);
    const root = await resolveRoot(entry.root).catch(() => null);
    return summarize({
      repositoryId: entry.repositoryId,
      root: entry.root,
      name: basename(entry.root) || entry.root,
      kind: root?.kind ?? 'folder',
      git: await describeRoot(entry.root),
      lastOpened: entry.lastOpened,
      ...factsAtRest(indexFile),
      progress: null,
      hasModel: this.#context.model !== null,
      notices: [],
    });
  }
}
