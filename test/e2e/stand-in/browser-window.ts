import type { BrowserWindow, BrowserWindowConstructorOptions, ProgressBarOptions, Rectangle } from 'electron';
import type { StandInApp } from './app.ts';
import { Emitter, type OnUncaught, type Phases, preventable } from './phases.ts';
import type { StandInProtocol } from './protocol.ts';
import { StandInContents } from './web-contents.ts';

type Used = Pick<
  BrowserWindow,
  | 'on'
  | 'once'
  | 'off'
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'setBackgroundColor'
  | 'setProgressBar'
>;

/** The page of a window, where there is a real one. */
export interface PageBackend {
  load(window: StandInWindow, url: string): Promise<void>;
  close(window: StandInWindow): void;
  send(window: StandInWindow, channel: string, args: readonly unknown[]): void;
}

export interface WindowSurroundings {
  readonly app: StandInApp;
  readonly phases: Phases;
  readonly protocol: StandInProtocol;
  readonly onUncaught: OnUncaught;
  readonly page: PageBackend | null;
  /** As on Wayland: it comes after the window was shown, if at all. */
  readonly withholdReadyToShow: () => boolean;
  readonly failLoad: () => boolean;
}

export class StandInWindow extends Emitter implements Used {
  readonly options: BrowserWindowConstructorOptions;
  readonly #surroundings: WindowSurroundings;
  readonly #contents: StandInContents;
  #destroyed = false;
  #visible: boolean;
  #maximized = false;
  #minimized = false;
  #focused = false;
  progress: { readonly value: number; readonly mode: ProgressBarOptions['mode'] } | null = null;
  background: string | undefined;
  bounds: Rectangle;

  constructor(options: BrowserWindowConstructorOptions, surroundings: WindowSurroundings) {
    surroundings.phases.need('new BrowserWindow', 'ready');
    super(surroundings.onUncaught);
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, preload } = options.webPreferences ?? {};
    if (
      sandbox !== true ||
      contextIsolation !== true ||
      nodeIntegration !== false ||
      webSecurity !== true ||
      !preload
    ) {
      throw new Error('the window must be sandboxed and isolated, and have its bridge');
    }
    this.options = options;
    this.#surroundings = surroundings;
    this.#visible = options.show ?? true;
    this.background = options.backgroundColor;
    this.bounds = {
      x: options.x ?? 10,
      y: options.y ?? 20,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.#contents = new StandInContents(this, surroundings);
    surroundings.app.windows.add(this);
  }

  get webContents(): StandInContents {
    this.#needAlive();
    return this.#contents;
  }

  async loadURL(url: string): Promise<void> {
    this.#needAlive();
    await this.#contents.load(url);
  }

  /** The page has painted, or would paint if it were seen. */
  painted(): void {
    if (this.#destroyed || (this.#surroundings.withholdReadyToShow() && !this.#visible)) return;
    this.tell('ready-to-show');
  }

  show(): void {
    this.#needAlive();
    const was = this.#visible;
    this.#visible = true;
    this.#focused = true;
    if (!was) this.tell('show');
  }

  hide(): void {
    this.#needAlive();
    this.#visible = false;
    this.#focused = false;
    // A window that is not on the screen is not as large as the screen.
    this.#maximized = false;
    this.tell('hide');
  }

  focus(): void {
    this.#needAlive();
    this.#focused = true;
  }

  blur(): void {
    this.#focused = false;
  }

  isVisible(): boolean {
    this.#needAlive();
    return this.#visible;
  }

  isFocused(): boolean {
    this.#needAlive();
    return this.#focused && this.#visible;
  }

  isMinimized(): boolean {
    this.#needAlive();
    return this.#minimized;
  }

  minimize(): void {
    this.#needAlive();
    this.#minimized = true;
  }

  restore(): void {
    this.#needAlive();
    this.#minimized = false;
  }

  maximize(): void {
    this.#needAlive();
    this.#maximized = true;
    this.#visible = true;
  }

  isMaximized(): boolean {
    this.#needAlive();
    return this.#maximized;
  }

  getNormalBounds(): Rectangle {
    this.#needAlive();
    return { ...this.bounds };
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setBackgroundColor(color: string): void {
    this.#needAlive();
    this.background = color;
  }

  setProgressBar(value: number, options?: ProgressBarOptions): void {
    this.#needAlive();
    this.progress = { value, mode: options?.mode ?? 'normal' };
  }

  /** Asks the listeners of `close`, which can prevent it; then it is gone. */
  close(): void {
    this.#needAlive();
    const event = preventable();
    this.tell('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#contents.destroy();
    this.#surroundings.page?.close(this);
    this.tell('closed');
    this.#surroundings.app.closed(this);
  }

  #needAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
