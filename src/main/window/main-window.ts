import type { BrowserWindow } from 'electron';
import type { EventName, Events } from '../../shared/contract/index.ts';
import type { ElectronParts } from '../electron-parts.ts';
import { sendEvent } from '../ipc.ts';
import { recoverWindow } from './recovery.ts';
import { WindowStateFile } from './window-state.ts';
import { openWindow } from './window.ts';

export interface MainWindowOptions {
  /** The folder of the build, `out`. */
  readonly buildFolder: string;
  readonly dataFolder: string;
  readonly log: (text: string) => void;
  readonly tell: (title: string, text: string) => void;
  readonly quitting: () => boolean;
  /** The system ends its session. */
  readonly sessionEnds: () => void;
  /** A new window is there. */
  readonly onOpened: () => void;
}

type Parts = Pick<ElectronParts, 'app' | 'BrowserWindow' | 'dialog' | 'nativeTheme' | 'screen'>;

/** The one window of Whence, while there is one. */
export class MainWindow {
  readonly #electron: Parts;
  readonly #options: MainWindowOptions;
  readonly #state: WindowStateFile;
  #window: BrowserWindow | null = null;
  #mayOpen = false;

  constructor(electron: Parts, options: MainWindowOptions) {
    this.#electron = electron;
    this.#options = options;
    this.#state = new WindowStateFile(options.dataFolder, electron.screen, options.log);
  }

  get current(): BrowserWindow | null {
    return this.#window;
  }

  /** Opens the window for the first time: from now on there is an engine to serve it. */
  begin(): void {
    this.#mayOpen = true;
    this.show();
  }

  /** Brings the window to the front; opens one where there is none. Before `begin` it is on its way. */
  show(): void {
    if (!this.#mayOpen || this.#options.quitting()) return;
    const window = this.#window;
    if (window === null) this.#open();
    else {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    }
  }

  /** Takes the window off the screen, its place kept: hidden, it can't say where it was. */
  hide(): void {
    const window = this.#window;
    if (window === null || window.isDestroyed()) return;
    this.#state.keep(window);
    window.hide();
  }

  send<Name extends EventName>(name: Name, payload: Events[Name]): void {
    if (this.#window !== null && !this.#window.isDestroyed()) sendEvent(this.#window.webContents, name, payload);
  }

  #open(): void {
    const { buildFolder, log, tell, quitting, sessionEnds, onOpened } = this.#options;
    const state = {
      read: () => this.#state.read(),
      // What was kept when the windows were hidden is right; a hidden window is not maximized any more.
      follow: (window: BrowserWindow) => {
        window.on('close', () => {
          if (!quitting()) this.#state.keep(window);
        });
      },
    };
    const window = openWindow(this.#electron, { buildFolder, state, log });
    this.#window = window;
    recoverWindow(this.#electron, window, { log, tell, quitting, quit: () => this.#electron.app.quit() });
    window.on('session-end', sessionEnds);
    window.on('closed', () => {
      if (this.#window === window) this.#window = null;
    });
    onOpened();
  }
}
