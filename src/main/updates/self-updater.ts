import type { App } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Updater } from '../../engine/updates/updater.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { UpdateState } from '../../shared/contract/updates.ts';
import { log } from '../lifecycle/output.ts';
import { whyNoUpdates } from './why-not.ts';

/** What is used of electron-updater. */
export type UpdaterLibrary = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'logger' | 'checkForUpdates' | 'downloadUpdate' | 'quitAndInstall'
> & {
  on(event: 'download-progress', listener: (progress: { readonly percent: number }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export interface UpdaterOptions {
  /** Why this copy can't update itself; null when it can. */
  readonly whyNot: string | null;
  /** Loads the library; called only once the person said yes. */
  readonly load: () => Promise<UpdaterLibrary>;
  /** Closes the engine and gives the single instance's place away, so that what is started next finds both free. */
  readonly close: () => Promise<void>;
  readonly log: (text: string) => void;
  readonly platform?: NodeJS.Platform;
  /** Calls back again and again, every so many ms; returns how to stop. */
  readonly every?: (ms: number, run: () => void) => () => void;
}

const dayMs = 24 * 60 * 60 * 1000;

function everySoOften(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms).unref();
  return () => clearInterval(timer);
}

/** Updates the app from its releases, each step at the person's wish. Off, it neither loads the library nor asks anybody. */
export class SelfUpdater implements Updater {
  readonly #options: UpdaterOptions;
  readonly #listeners: ((state: UpdateState) => void)[] = [];
  #library: Promise<UpdaterLibrary> | null = null;
  #state: UpdateState;
  #stop: (() => void) | null = null;

  constructor(options: UpdaterOptions) {
    this.#options = options;
    this.#state = options.whyNot === null ? { kind: 'off' } : { kind: 'unavailable', why: options.whyNot };
  }

  state(): UpdateState {
    return this.#state;
  }

  onChange(listener: (state: UpdateState) => void): void {
    this.#listeners.push(listener);
  }

  follow(setting: 'off' | 'check'): void {
    if (this.#state.kind === 'unavailable') return;
    if (setting === 'check' && this.#stop === null) {
      this.#stop = (this.#options.every ?? everySoOften)(dayMs, () => void this.check());
      this.#become({ kind: 'current', checkedAt: null });
      void this.check();
    } else if (setting === 'off' && this.#stop !== null) {
      this.#stop();
      this.#stop = null;
      // What is downloaded or under way stays as it is: the person asked for that one.
      if (!this.#isBusy()) this.#become({ kind: 'off' });
    }
  }

  async check(): Promise<void> {
    if (this.#stop === null || this.#isBusy()) return;
    await this.#attempt('The look for a newer version failed', async (library) => {
      this.#become({ kind: 'checking' });
      const found = await library.checkForUpdates();
      // Switched off meanwhile.
      if (this.#stop === null) this.#become({ kind: 'off' });
      else if (found?.isUpdateAvailable) this.#become({ kind: 'available', version: found.updateInfo.version });
      else this.#become({ kind: 'current', checkedAt: Date.now() });
    });
  }

  async download(): Promise<void> {
    if (this.#state.kind !== 'available') return;
    const { version } = this.#state;
    await this.#attempt('The download failed', async (library) => {
      this.#become({ kind: 'downloading', version, done: 0 });
      await library.downloadUpdate();
      this.#become({ kind: 'ready', version });
    });
  }

  async install(): Promise<void> {
    if (this.#state.kind !== 'ready') return;
    await this.#attempt('The update could not be installed', async (library) => {
      await this.#options.close();
      library.quitAndInstall();
    });
  }

  /** Whether a state is one that neither a look nor the setting may take away. */
  #isBusy(): boolean {
    const { kind } = this.#state;
    switch (kind) {
      case 'checking':
      case 'downloading':
      case 'ready':
        return true;
      case 'unavailable':
      case 'off':
      case 'current':
      case 'available':
      case 'failed':
        return false;
      default:
        return assertNever(kind);
    }
  }

  async #attempt(failure: string, work: (library: UpdaterLibrary) => Promise<void>): Promise<void> {
    try {
      this.#library ??= this.#load();
      await work(await this.#library);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.log(`${failure}: ${why}`);
      // The first line says it; what follows are headers and stacks.
      this.#become({ kind: 'failed', message: `${failure}: ${why.split('\n')[0] ?? ''}` });
    }
  }

  async #load(): Promise<UpdaterLibrary> {
    const library = await this.#options.load();
    library.autoDownload = false;
    // On macOS the system's own updater takes the download over, and must have it before the quit.
    library.autoInstallOnAppQuit = (this.#options.platform ?? process.platform) === 'darwin';
    library.logger = null;
    library.on('download-progress', ({ percent }) => {
      if (this.#state.kind === 'downloading') this.#become({ ...this.#state, done: Math.min(1, percent / 100) });
    });
    // The same failures reject the calls above; without a listener they would be thrown as well.
    library.on('error', () => undefined);
    return library;
  }

  #become(state: UpdateState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

/** The updater of this copy of Whence. */
export function selfUpdater(
  app: Pick<App, 'isPackaged' | 'releaseSingleInstanceLock'>,
  close: () => Promise<void>,
): Updater {
  return new SelfUpdater({
    whyNot: whyNoUpdates({
      isPackaged: app.isPackaged,
      platform: process.platform,
      environment: process.env,
      resources: process.resourcesPath,
    }),
    load: async () => (await import('electron-updater')).autoUpdater,
    close: async () => {
      await close();
      app.releaseSingleInstanceLock();
    },
    log,
  });
}
