import { existsSync } from 'node:fs';
import type { IndexingProgress, VerifyReport } from '../../../shared/contract/indexing.ts';
import { indexFileOf } from '../../data-folder.ts';
import type { EngineContext } from '../../engine-context.ts';
import { createGit, type GitService } from '../../git/index.ts';
import type { RootChange } from '../../watch/index.ts';
import type { IndexAccess } from '../index-access.ts';
import { isUpToDate } from '../index-state.ts';
import type { Root } from '../root.ts';
import { BlameOfRoot } from './blame-of-root.ts';
import { IndexingOfRoot } from './indexing-of-root.ts';
import { openIndex } from './open-index.ts';
import { RootState } from './root-state.ts';
import { RootWatch } from './root-watch.ts';
import { SearchOfRoot } from './search-of-root.ts';
import { SearchTimes } from './search-times.ts';
import { startOver } from './start-over.ts';
import { verifyRoot } from './verify-root.ts';

/** One root while it is open: its parts, and what one of them means for the others. Parts that nobody asks for cost nothing. */
export class OpenedRepository {
  readonly root: Root;
  readonly index: IndexAccess;
  readonly state: RootState;
  readonly search: SearchOfRoot;
  readonly searchTimes: SearchTimes;
  readonly git: GitService;
  readonly blame: BlameOfRoot;
  readonly indexing: IndexingOfRoot;
  readonly watch: RootWatch;
  readonly #indexFile: string;
  readonly #context: EngineContext;
  #lastState: IndexingProgress['state'] | null = null;

  private constructor(root: Root, context: EngineContext, index: IndexAccess) {
    const indexFile = indexFileOf(context.dataFolder, root.repositoryId);
    const { settings, host, dataFolder } = context;
    this.root = root;
    this.index = index;
    this.#indexFile = indexFile;
    this.#context = context;
    this.state = new RootState({ root, indexFile, index, context, progress: () => this.indexing.progress });
    this.search = new SearchOfRoot({ root, indexFile, index, context });
    this.searchTimes = new SearchTimes(index);
    this.git = createGit({ root: root.path, indexFile, engine: () => settings.get().blameEngine });
    this.blame = new BlameOfRoot({
      root: root.path,
      index,
      inBackground: host.blamesInBackground,
      onChange: () => this.state.announceSoon(),
    });
    this.indexing = new IndexingOfRoot({
      root,
      index,
      context,
      emit: (progress) => this.#followProgress(progress),
      startOver: async () => startOver(this.#overParts(), 'delete'),
    });
    this.watch = new RootWatch({
      root: root.path,
      except: [dataFolder],
      isWorthIt: () => index.writer !== null,
      onChange: (change) => this.#followChange(change),
      onBegun: () => this.#lookOnce(),
      onFailure: (message) => this.state.notice(message),
    });
  }

  /** Throws what `IndexAccess.open` throws. */
  static async open(root: Root, context: EngineContext, replace = false): Promise<OpenedRepository> {
    const index = await openIndex({ root, context, replace, onWriter: () => void opened.state.announce() });
    const opened = new OpenedRepository(root, context, index);
    if (context.host.warmsUp) {
      void opened.git.warm();
      if (index.writer !== null) opened.search.service.warmUp();
    }
    return opened;
  }

  /** Checks the index in full, and repairs it when asked. */
  async verify(repair: boolean): Promise<VerifyReport> {
    const { index, indexing } = this;
    return verifyRoot({ index, indexing, startOver: async () => startOver(this.#overParts(), 'keep') }, repair);
  }

  /** Resolves when nothing is indexed and nothing blamed in the background. */
  async settled(): Promise<void> {
    await this.indexing.settled();
    await this.blame.settled();
  }

  /** Ends everything that runs; work in flight is kept for the next time. */
  async close(): Promise<void> {
    this.state.close();
    await this.watch.close();
    await this.indexing.close();
    await this.search.close();
    await this.blame.close();
    await this.git.dispose();
    this.searchTimes.flush();
    if (this.#context.host.settlesOnClose) await this.index.writer?.settle();
    this.index.close();
  }

  #overParts(): Parameters<typeof startOver>[0] {
    return { indexFile: this.#indexFile, index: this.index, readers: [this.blame, this.search] };
  }

  #followProgress(progress: IndexingProgress): void {
    this.#context.emit('indexing.progress', progress);
    if (progress.state === this.#lastState) {
      this.state.announceSoon();
      return;
    }
    this.#lastState = progress.state;
    if (progress.state === 'done') this.blame.noteChanged();
    void this.state.announce();
  }

  #followChange({ paths, git }: RootChange): void {
    if (git) void this.state.announce();
    if (this.index.writer && existsSync(this.root.path)) this.indexing.controller.changed(paths);
    if (git && !this.indexing.isRunning) this.blame.noteChanged();
  }

  /** Looks for what changed while nobody watched. */
  #lookOnce(): void {
    if (!isUpToDate(this.index.facts(), this.#context.model !== null)) return;
    this.indexing.controller.changed();
    this.blame.noteChanged();
  }
}
