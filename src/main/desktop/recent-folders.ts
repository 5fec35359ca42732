import { basename } from 'node:path';
import { visibleText } from '../../shared/visible-text.ts';
import type { App, JumpListCategory } from 'electron';
import { RecentRoots } from '../../engine/repositories/recent.ts';

/** Folders that menus and the system's list show. */
const shownFolders = 10;

export interface RecentFoldersOptions {
  readonly dataFolder: string;
  readonly log: (text: string) => void;
  readonly platform?: NodeJS.Platform;
  /** Program and first arguments that start this Whence. */
  readonly start?: { readonly program: string; readonly args: readonly string[] };
}

type SystemList = Pick<App, 'addRecentDocument' | 'setJumpList' | 'getJumpListSettings' | 'isPackaged' | 'getAppPath'>;

/** The folders that were opened, in the system's own list: macOS keeps one of documents, Windows a jump list. Linux has none. */
export class RecentFolders {
  readonly #app: SystemList;
  readonly #options: RecentFoldersOptions;
  readonly #roots: RecentRoots;

  constructor(app: SystemList, options: RecentFoldersOptions) {
    this.#app = app;
    this.#options = options;
    this.#roots = new RecentRoots(options.dataFolder);
  }

  /** Absolute paths, last opened first; empty when the list can't be read. */
  all(): readonly string[] {
    try {
      return this.#roots.list().map(({ root }) => root);
    } catch (error) {
      this.#options.log(`the recent folders were not read: ${String(error)}`);
      return [];
    }
  }

  /** What menus show. */
  shown(): readonly string[] {
    return this.all().slice(0, shownFolders);
  }

  /** Root of an index by its name. */
  rootOf(repositoryId: string): string | null {
    try {
      return this.#roots.find(repositoryId)?.root ?? null;
    } catch {
      return null;
    }
  }

  /** Brings the system's list up to date; `opened` is the folder that was just opened. */
  publish(opened: string | null): void {
    const { platform = process.platform, log } = this.#options;
    try {
      if (platform === 'darwin' && opened !== null) this.#app.addRecentDocument(opened);
      if (platform !== 'win32') return;
      const answer = this.#app.setJumpList([this.#jumpList()]);
      if (answer !== 'ok') log(`the jump list was not set: ${answer}`);
    } catch (error) {
      log(`the system's list of recent folders was not set: ${String(error)}`);
    }
  }

  #jumpList(): JumpListCategory {
    const { program, args } = this.#options.start ?? {
      program: process.execPath,
      args: this.#app.isPackaged ? [] : [this.#app.getAppPath()],
    };
    // Windows leaves the whole list out that has an entry which the person took away.
    const removed = new Set(this.#app.getJumpListSettings().removedItems.map((item) => item.args));
    const items = this.shown().map((root) => ({
      type: 'task' as const,
      title: visibleText(basename(root) || root),
      // The system refuses longer ones.
      description: visibleText(root).slice(0, 255),
      program,
      args: [...args, root].map(quoted).join(' '),
    }));
    return { type: 'custom', name: 'Recent folders', items: items.filter((item) => !removed.has(item.args)) };
  }
}

/** As a Windows program takes its command line apart: a backslash before the closing quote would belong to it. */
export const quoted = (argument: string): string =>
  `"${argument.replaceAll(/(\\*)"/gu, String.raw`$1$1\"`).replace(/(\\+)$/u, '$1$1')}"`;
