import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { App, JumpListCategory, JumpListItem, JumpListSettings } from 'electron';
import { Emitter, type OnUncaught, type Phases, preventable } from './phases.ts';
import type { StandInWindow } from './browser-window.ts';

type Used = Pick<
  App,
  | 'on'
  | 'once'
  | 'off'
  | 'isPackaged'
  | 'setPath'
  | 'getAppPath'
  | 'requestSingleInstanceLock'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'addRecentDocument'
  | 'setJumpList'
  | 'getJumpListSettings'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
>;

export interface AppOptions {
  readonly phases: Phases;
  readonly onUncaught: OnUncaught;
  readonly isPackaged: boolean;
  readonly appPath: string;
  /** Ends the process, where it is one. */
  readonly exit: (code: number) => void;
}

/** Locks held in this process, which may stand for several. */
const held = new Set<string>();
const lookEveryMs = 50;

export class StandInApp extends Emitter implements Used {
  readonly isPackaged: boolean;
  readonly windows = new Set<StandInWindow>();
  readonly recentDocuments: string[] = [];
  jumpList: readonly JumpListCategory[] | null = null;
  removedFromJumpList: JumpListItem[] = [];
  exitCode: number | null = null;
  readonly #options: AppOptions;
  readonly #id = randomUUID();
  #userData: string | null = null;
  #lookingForOthers: NodeJS.Timeout | null = null;

  constructor(options: AppOptions) {
    super(options.onUncaught);
    this.#options = options;
    this.isPackaged = options.isPackaged;
  }

  setPath(name: string, path: string): void {
    this.#options.phases.need('app.setPath', 'loading');
    if (name === 'userData') this.#userData = path;
  }

  getAppPath(): string {
    return this.#options.appPath;
  }

  /** False for one that runs already, and just so for a folder that can't be written. */
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    if (this.#userData === null) throw new Error('the lock would lie in the default folder: set userData first');
    const lock = join(this.#userData, 'SingletonLock');
    const message = serialize(structuredClone(data ?? {})).toString('base64');
    try {
      const owner = readLock(lock);
      if (owner !== null && owner.id !== this.#id && isAlive(owner)) {
        const request = { argv: process.argv, folder: process.cwd(), message };
        writeFileSync(join(this.#userData, `SecondInstance-${this.#id}.json`), JSON.stringify(request));
        return false;
      }
      writeFileSync(lock, JSON.stringify({ pid: process.pid, id: this.#id }));
    } catch {
      return false;
    }
    held.add(this.#id);
    return true;
  }

  async whenReady(): Promise<void> {
    if (this.#options.phases.now !== 'loading') return;
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    if (this.#options.phases.now !== 'loading') return;
    this.#options.phases.now = 'ready';
    this.tell('ready');
    this.#lookForOthers();
  }

  /** The order of a quit: before-quit, close of each window, closed, will-quit, quit. Each but the last two can prevent it. */
  quit(): void {
    const { phases } = this.#options;
    if (phases.now === 'ended' || phases.now === 'quitting') return;
    if (phases.now === 'loading') {
      this.exit(0);
      return;
    }
    const wish = preventable();
    this.tell('before-quit', wish);
    if (wish.defaultPrevented) return;
    phases.now = 'quitting';
    for (const window of this.windows) {
      window.close();
      if (window.isDestroyed()) continue;
      phases.now = 'ready';
      return;
    }
    const last = preventable();
    this.tell('will-quit', last);
    if (last.defaultPrevented) phases.now = 'ready';
    else {
      this.tell('quit', preventable(), 0);
      this.exit(0);
    }
  }

  /** No event but the windows' `closed` comes of it. */
  exit(code = 0): void {
    if (this.#options.phases.now === 'ended') return;
    this.#options.phases.now = 'ended';
    this.exitCode = code;
    if (this.#lookingForOthers) clearInterval(this.#lookingForOthers);
    if (held.delete(this.#id) && this.#userData !== null)
      rmSync(join(this.#userData, 'SingletonLock'), { force: true });
    this.#options.exit(code);
  }

  addRecentDocument(path: string): void {
    this.#options.phases.needReady('app.addRecentDocument');
    this.recentDocuments.push(path);
  }

  getJumpListSettings(): JumpListSettings {
    this.#options.phases.needReady('app.getJumpListSettings');
    return { minItems: 10, removedItems: this.removedFromJumpList };
  }

  setJumpList(categories: JumpListCategory[] | null): ReturnType<App['setJumpList']> {
    this.#options.phases.needReady('app.setJumpList');
    this.jumpList = categories;
    return 'ok';
  }

  setAppUserModelId(id: string): void {
    if (id === '') throw new Error('an id is needed');
  }

  setAsDefaultProtocolClient(protocol: string): boolean {
    if (!this.isPackaged) throw new Error('a checkout must not take the links of an installed app');
    return /^[a-z][a-z0-9+.-]*$/u.test(protocol) && !protocol.includes(':');
  }

  /** A window is gone. */
  closed(window: StandInWindow): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#options.phases.now !== 'ready') return;
    if (this.listens('window-all-closed')) this.tell('window-all-closed');
    else this.quit();
  }

  #lookForOthers(): void {
    const folder = this.#userData;
    if (folder === null) return;
    this.#lookingForOthers = setInterval(() => {
      for (const name of namesIn(folder).filter((each) => /^SecondInstance-.*\.json$/u.test(each))) {
        const file = join(folder, name);
        let request: { argv: string[]; folder: string; message: string };
        try {
          request = JSON.parse(readFileSync(file, 'utf8')) as typeof request;
        } catch {
          continue; // being written
        }
        rmSync(file, { force: true });
        const data: unknown = deserialize(Buffer.from(request.message, 'base64'));
        this.tell('second-instance', preventable(), request.argv, request.folder, data);
      }
    }, lookEveryMs).unref();
  }
}

interface Owner {
  readonly pid: number;
  readonly id: string;
}

function readLock(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function isAlive({ pid, id }: Owner): boolean {
  if (pid === process.pid) return held.has(id);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
