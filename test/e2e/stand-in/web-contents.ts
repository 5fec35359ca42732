import type { RenderProcessGoneDetails, WebContents } from 'electron';
import type { StandInWindow, WindowSurroundings } from './browser-window.ts';
import { Emitter, preventable } from './phases.ts';

type Used = Pick<
  WebContents,
  'on' | 'once' | 'off' | 'isDestroyed' | 'send' | 'setWindowOpenHandler' | 'reload' | 'forcefullyCrashRenderer'
>;

/** A frame lives until its page is navigated away from, ends or is closed. */
export interface Frame {
  readonly url: string;
}

/** Events that reach a page, as it gets them. */
export interface Received {
  readonly channel: string;
  readonly args: readonly unknown[];
}

export class StandInContents extends Emitter implements Used {
  readonly received: Received[] = [];
  /** Loads that were begun. */
  loads = 0;
  readonly #window: StandInWindow;
  readonly #surroundings: WindowSurroundings;
  #destroyed = false;
  #frame: Frame | null = null;
  #url = '';

  constructor(window: StandInWindow, surroundings: WindowSurroundings) {
    super(surroundings.onUncaught);
    this.#window = window;
    this.#surroundings = surroundings;
  }

  get mainFrame(): Frame {
    this.#needAlive();
    return this.#frame ?? { url: '' };
  }

  async load(url: string): Promise<void> {
    this.#needAlive();
    this.loads += 1;
    this.#url = url;
    this.#frame = null;
    const fail = (code: number, description: string): never => {
      this.tell('did-fail-load', preventable(), code, description, url, true);
      throw Object.assign(new Error(`${description} (${code}) loading '${url}'`), { code: description });
    };
    const problem = this.#surroundings.protocol.problemOf(url);
    await nextTurn();
    if (this.#destroyed) return;
    if (problem !== null) fail(-302, problem);
    if (this.#surroundings.failLoad()) fail(-2, 'ERR_FAILED');
    const { page, protocol } = this.#surroundings;
    if (page === null) await protocol.answer(new Request(url));
    this.#frame = { url };
    this.tell('did-navigate', preventable(), url);
    if (page !== null) await page.load(this.#window, url);
    if (this.#destroyed) return;
    this.#window.painted();
    this.tell('did-finish-load');
  }

  reload(): void {
    this.#needAlive();
    this.load(this.#url).catch(() => undefined);
  }

  /** What a page's message comes with: its frame is null once the page is gone. */
  event(): { readonly sender: StandInContents; readonly senderFrame: Frame | null } {
    const frame = this.#frame;
    const current = (): Frame | null => (this.#destroyed ? null : this.#frame);
    return {
      sender: this,
      get senderFrame() {
        return current() === frame ? frame : null;
      },
    };
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** A copy crosses; what can't be copied is an error, and what no page is there for is lost. */
  send(channel: string, ...args: unknown[]): void {
    this.#needAlive();
    const copies = structuredClone(args);
    if (this.#frame === null) return;
    this.received.push({ channel, args: copies });
    this.#surroundings.page?.send(this.#window, channel, copies);
  }

  setWindowOpenHandler(handler: (details: never) => { action: string }): void {
    this.#needAlive();
    if (handler({ url: 'https://example.com' } as never).action !== 'deny')
      throw new Error('new windows must be denied');
  }

  /** The page tries to go elsewhere; true where nobody minds. */
  leaves(url: string): boolean {
    const event = preventable();
    this.tell('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  crash(reason: RenderProcessGoneDetails['reason']): void {
    this.#frame = null;
    this.tell('render-process-gone', preventable(), { reason, exitCode: 11 });
  }

  forcefullyCrashRenderer(): void {
    this.#needAlive();
    setImmediate(() => this.crash('killed'));
  }

  destroy(): void {
    this.#destroyed = true;
    this.#frame = null;
    this.tell('destroyed');
  }

  #needAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}

const nextTurn = async (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
