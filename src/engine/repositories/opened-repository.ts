import { existsSync, rmSync } from 'node:fs';
import type { GitAnswers, HitBlame } from '../../shared/contract/git.ts';
import type { IndexingProgress, VerifyReport } from '../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { isWhenceError, toErrorShape, WhenceError } from '../../shared/errors.ts';
import { indexFileOf } from '../data-folder.ts';
import type { EngineContext } from '../engine-context.ts';
import { BlameKeeper, createGit, type GitService } from '../git/index.ts';
import { IndexingController, Throttle } from '../indexing/index.ts';
import { verifyIndex } from '../ingest/index.ts';
import { createSearchService, type SearchService } from '../search/index.ts';
import { bytesOnDisk, indexSuffixes, type IndexWriter, type MigrationProgress, setAside } from '../store/index.ts';
import { type RootWatcher, watchRoot } from '../watch/index.ts';
import { checkOnly } from './check-only.ts';
import { describeRoot } from './describe-root.ts';
import { IndexAccess } from './index-access.ts';
import type { Root } from './root.ts';
import { isUpToDate } from './index-state.ts';
import { summarize, type SummaryFacts } from './summary.ts';

/** Milliseconds between two tellings that a root changed while it is being indexed. */
const changedEveryMs = 1000;

/** Milliseconds between two tellings of how far a migration is. */
const migratingEveryMs = 100;

/** Milliseconds for which search times are gathered before they are written together. */
const recordEveryMs = 2000;

/** One root while it is open: its index, and what works on it. Parts that nobody asks for are never made. */
export class OpenedRepository {
  readonly root: Root;
  readonly indexFile: string;
  readonly index: IndexAccess;
  readonly #context: EngineContext;
  readonly #lastOpened = Date.now();
  #indexing: IndexingController | null = null;
  #search: SearchService | null = null;
  #git: GitService | null = null;
  #blame: BlameKeeper | null = null;
  #lastState: IndexingProgress['state'] | null = null;
  #telling: NodeJS.Timeout | null = null;
  #searches: number[] = [];
  #watcher: Promise<RootWatcher> | null = null;
  #notices: string[] = [];
  #closed = false;
  #recording: NodeJS.Timeout | null = null;

  private constructor(root: Root, context: EngineContext, index: IndexAccess) {
    this.root = root;
    this.index = index;
    this.indexFile = indexFileOf(context.dataFolder, root.repositoryId);
    this.#context = context;
  }

  /** Throws what `IndexAccess.open` throws. */
  static async open(root: Root, context: EngineContext, replace = false): Promise<OpenedRepository> {
    let migration: MigrationProgress | null = null;
    const migrating = new Throttle(() => {
      if (migration !== null) context.emit('repositories.migrating', { root: root.path, ...migration });
    }, migratingEveryMs);
    const index = await IndexAccess.open({
      indexFile: indexFileOf(context.dataFolder, root.repositoryId),
      root: root.path,
      appVersion: context.appVersion,
      writes: context.writes,
      replace,
      onMigration: (progress) => {
        migration = progress;
        migrating.request();
      },
      onWriter: () => void opened.tellChanged(),
    });
    const opened = new OpenedRepository(root, context, index);
    if (context.host.warmsUp) {
      void opened.git.warm();
      if (opened.index.writer !== null) opened.search.warmUp();
    }
    return opened;
  }

  /** Indexing of this root. Throws INDEX_LOCKED where another process writes, ROOT_GONE when the folder is no longer there. */
  get indexing(): IndexingController {
    if (!existsSync(this.root.path)) {
      throw new WhenceError(
        'ROOT_GONE',
        `${this.root.path} is no longer there: it was moved or deleted. What was indexed can still be searched.`,
      );
    }
    this.#indexing ??= this.#createIndexing();
    return this.#indexing;
  }

  /** Progress of this root's indexing; null where none was begun. */
  get progress(): IndexingProgress | null {
    return this.#indexing?.progress() ?? null;
  }

  /** Throws INDEX_MISSING while there is no index. */
  get search(): SearchService {
    this.index.requireReader();
    const { model } = this.#context;
    this.#search ??= createSearchService({ indexFile: this.indexFile, model, root: this.root.path });
    return this.#search;
  }

  get git(): GitService {
    const { settings } = this.#context;
    const engine = (): Settings['blameEngine'] => settings.get().blameEngine;
    this.#git ??= createGit({ root: this.root.path, indexFile: this.indexFile, engine });
    return this.#git;
  }

  async summary(): Promise<RepositorySummary> {
    const { state, branch } = await describeRoot(this.root.path);
    return summarize({
      repositoryId: this.root.repositoryId,
      root: this.root.path,
      name: this.root.name,
      kind: this.root.kind,
      git: { state, branch },
      lastOpened: this.#lastOpened,
      ...this.#indexFacts(),
      writer: this.index.otherWriter(),
      progress: this.progress,
      hasModel: this.#context.model !== null,
      notices: [...new Set([...this.index.notices, ...this.#notices])],
    });
  }

  /** Tells listeners the state of this root as it is now. */
  async tellChanged(): Promise<void> {
    if (this.#telling) clearTimeout(this.#telling);
    this.#telling = null;
    if (!this.#closed) this.#context.emit('repositories.changed', await this.summary());
  }

  /** Checks the index in full, and mends it when asked. */
  async verify(repair: boolean): Promise<VerifyReport> {
    const { writer } = this.index;
    if (!repair && writer === null) return checkOnly(this.index.requireReader().file);
    const wasRunning = this.#isRunning();
    await this.#indexing?.close();
    this.#indexing = null;
    const report = await verifyIndex(this.index.requireWriter(), { repair });
    const beyondRepair = repair && report.findings.some((finding) => !finding.repaired);
    if (beyondRepair) await this.#startOver('keep');
    if (wasRunning || (repair && report.findings.length > 0)) this.indexing.start();
    return report;
  }

  /** Watches the root, and looks once for what changed while nobody did. A root that can't be watched says so. */
  async watch(): Promise<void> {
    if (this.#watcher || this.#closed || this.index.writer === null || !existsSync(this.root.path)) return;
    this.#watcher = watchRoot({
      root: this.root.path,
      except: [this.#context.dataFolder],
      onChange: ({ paths, git }) => {
        if (git) void this.tellChanged();
        if (this.index.writer && existsSync(this.root.path)) this.indexing.changed(paths);
        if (git && !this.#isRunning()) this.#updateBlame();
      },
      onFailure: (error) => this.#noteUnwatched(error.message),
    });
    try {
      await this.#watcher;
      if (!isUpToDate(this.index.facts(), this.#context.model !== null)) return;
      this.indexing.changed();
      this.#updateBlame();
    } catch (thrown) {
      this.#noteUnwatched(toErrorShape(thrown).message);
    }
  }

  async unwatch(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = null;
    await (await watcher?.catch(() => null))?.close();
  }

  /** Resolves when nothing is indexed and nothing blamed in the background. */
  async settled(): Promise<void> {
    await this.#indexing?.whenIdle();
    await this.#blame?.settled();
  }

  /** Author, date and commit of these chunks; files that were not blamed yet are, at once. */
  async blameHits(chunkIds: readonly number[], signal?: AbortSignal): Promise<readonly HitBlame[]> {
    return this.#blameKeeper().blameHits(chunkIds, signal);
  }

  /** Blames every file that needs it, and resolves when all is kept in the index. */
  async blameAll(): Promise<void> {
    this.#blameKeeper().update();
    await this.#blameKeeper().settled();
  }

  async facets(chunkIds: readonly number[]): Promise<GitAnswers['git.facets']> {
    return this.#blameKeeper().facets(chunkIds);
  }

  /** Keeps how long a search took, where this process may write. */
  recordSearch(tookMs: number): void {
    this.#searches.push(tookMs);
    this.#recording ??= setTimeout(() => this.#writeSearches(), recordEveryMs).unref();
  }

  /** Ends everything that runs; work in flight is kept for the next time. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.unwatch();
    await this.#indexing?.close();
    this.#indexing = null;
    await this.#search?.dispose();
    this.#search = null;
    await this.#blame?.close();
    this.#blame = null;
    await this.#git?.dispose();
    this.#git = null;
    this.#writeSearches();
    if (this.#context.host.settlesOnClose) await this.index.writer?.settle();
    this.index.close();
  }

  #writeSearches(): void {
    if (this.#recording) clearTimeout(this.#recording);
    this.#recording = null;
    const searches = this.#searches.splice(0);
    if (searches.length > 0)
      this.index.writer?.recordMetrics(searches.map((tookMs) => ['search.took', tookMs] as const));
  }

  #blameKeeper(): BlameKeeper {
    const { index } = this;
    this.#blame ??= new BlameKeeper({
      root: this.root.path,
      reader: () => index.reader(),
      writer: () => index.writer,
      onChange: () => this.#tellChangedSoon(),
    });
    return this.#blame;
  }

  #updateBlame(): void {
    if (this.#context.host.blamesInBackground) this.#blameKeeper().update();
  }

  #createIndexing(): IndexingController {
    const { settings, embedder, host } = this.#context;
    return new IndexingController({
      repositoryId: this.root.repositoryId,
      root: this.root.path,
      writer: this.index.requireWriter(),
      embedder,
      limits: () => {
        const { maxFileBytes, includeVendored } = settings.get();
        return { maxFileBytes, includeVendored };
      },
      emit: (progress) => this.#tellProgress(progress),
      startOver: async () => this.#startOver('delete'),
      ...(host.embeddingGate && { gate: host.embeddingGate }),
    });
  }

  #tellChangedSoon(): void {
    this.#telling ??= setTimeout(() => void this.tellChanged(), changedEveryMs).unref();
  }

  /** An index that can't be read is a state of the root, not a failure of whoever asks for it: blame needs no index. */
  #indexFacts(): Pick<SummaryFacts, 'index' | 'bytes' | 'failure'> {
    const bytes = bytesOnDisk(this.indexFile);
    try {
      return { index: this.index.facts(), bytes, failure: null };
    } catch (thrown) {
      if (!isWhenceError(thrown)) throw thrown;
      return { index: null, bytes, failure: toErrorShape(thrown) };
    }
  }

  #isRunning(): boolean {
    const state = this.progress?.state;
    return state === 'reading' || state === 'embedding' || state === 'finishing';
  }

  #noteUnwatched(message: string): void {
    this.#watcher = null;
    this.#notices.push(message);
    void this.tellChanged();
  }

  /** Throws the index away, or sets it aside, and what reads it with it; answers a new, empty one. */
  async #startOver(old: 'delete' | 'keep'): Promise<IndexWriter> {
    await this.#blame?.close();
    this.#blame = null;
    await this.#search?.dispose();
    this.#search = null;
    await this.index.writer?.settle();
    this.index.close();
    if (old === 'keep') setAside(this.indexFile, 'damaged');
    for (const suffix of indexSuffixes) rmSync(`${this.indexFile}${suffix}`, { force: true });
    await this.index.reopen();
    return this.index.requireWriter();
  }

  #tellProgress(progress: IndexingProgress): void {
    this.#context.emit('indexing.progress', progress);
    if (progress.state === this.#lastState) {
      this.#tellChangedSoon();
      return;
    }
    this.#lastState = progress.state;
    if (progress.state === 'done') this.#updateBlame();
    void this.tellChanged();
  }
}
