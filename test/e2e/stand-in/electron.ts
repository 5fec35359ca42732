// A stand-in for the few calls that the main process makes of Electron, so that the built main and preload bundles run in
// tests where Electron's binary is not installed. A window is a page of Chromium, a utility process a child of Node.
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { pageSide } from './page-side.ts';

/** Pages can't be of the app's own scheme; a loopback name is as secure a context. */
const pageOrigin = 'http://app.localhost';
const appOrigin = 'whence-window://app';

type Handler = (event: unknown, ...args: unknown[]) => unknown;
const invokeHandlers = new Map<string, Handler>();
const sendHandlers = new EventEmitter();
let fileHandler: ((request: Request) => Promise<Response>) | null = null;
const windows = new Set<BrowserWindow>();

class App extends EventEmitter {
  readonly isPackaged = false;
  #ready = false;
  setPath(): void {
    if (this.#ready) throw new Error('paths are set before the app is ready');
  }
  getAppPath(): string {
    return dirname(process.argv[1] ?? '');
  }
  addRecentDocument(): void {}
  setJumpList(): string {
    return 'ok';
  }
  setAppUserModelId(): void {}
  setAsDefaultProtocolClient(): boolean {
    return true;
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.#ready = true;
  }
  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    process.exit(code);
  }
}
export const app = new App();

/** What `webContents` is to the main process. */
class WebContents extends EventEmitter {
  page: Page | null = null;
  readonly mainFrame: { readonly url: string };
  constructor() {
    super();
    const url = (): string => (this.page?.url() ?? '').replace(pageOrigin, appOrigin);
    this.mainFrame = {
      get url() {
        return url();
      },
    };
  }
  isDestroyed(): boolean {
    return this.page?.isClosed() ?? false;
  }
  send(channel: string, ...args: unknown[]): void {
    this.page
      ?.evaluate(
        ([name, text]) =>
          (window as unknown as { __standInDeliver: (c: string, a: string) => void }).__standInDeliver(name!, text!),
        [channel, JSON.stringify(args)],
      )
      .catch(() => undefined);
  }
  setWindowOpenHandler(handler: (details: unknown) => { action: string }): void {
    if (handler({ url: 'https://example.com' }).action !== 'deny') throw new Error('new windows must be denied');
  }
}

interface WindowOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #options: WindowOptions;
  constructor(options: WindowOptions) {
    super();
    this.#options = options;
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = options.webPreferences;
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webSecurity !== true) {
      throw new Error('the window must be sandboxed and isolated');
    }
    windows.add(this);
  }
  async loadURL(url: string): Promise<void> {
    const browser = await chromium.connectOverCDP(process.env['STAND_IN_BROWSER'] ?? '');
    const [context] = browser.contexts();
    const page = await context!.newPage();
    this.webContents.page = page;
    const event = { sender: this.webContents, senderFrame: this.webContents.mainFrame };
    await page.exposeFunction('__standInInvoke', async (channel: string, args: string) =>
      JSON.stringify(await invokeHandlers.get(channel)?.(event, ...(JSON.parse(args) as unknown[]))),
    );
    await page.exposeFunction('__standInSend', (channel: string, args: string) => {
      sendHandlers.emit(channel, event, ...(JSON.parse(args) as unknown[]));
    });
    await page.addInitScript(pageSide(readFileSync(String(this.#options.webPreferences['preload']), 'utf8')));
    await page.route(`${pageOrigin}/**`, async (route) => {
      const answer = await fileHandler!(new Request(route.request().url().replace(pageOrigin, appOrigin)));
      const headers = Object.fromEntries(answer.headers.entries());
      await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
    });
    page.on('close', () => this.#closed());
    const { width, height } = this.#options;
    await page.setViewportSize({ width, height });
    await page.goto(url.replace(appOrigin, pageOrigin));
    this.emit('ready-to-show');
  }
  #closed(): void {
    this.emit('close', {});
    this.#gone = true;
    this.webContents.emit('destroyed');
    windows.delete(this);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
  getNormalBounds(): object {
    return { x: 10, y: 20, width: this.#options.width, height: this.#options.height };
  }
  isMaximized(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return false;
  }
  maximize(): void {}
  restore(): void {}
  setBackgroundColor(): void {}
  setProgressBar(): void {}
  #gone = false;
  isDestroyed(): boolean {
    return this.#gone;
  }
  isFocused(): boolean {
    return true;
  }
  hide(): void {}
  show(): void {}
  focus(): void {}
}

export const ipcMain = {
  handle: (channel: string, handler: Handler) => void invokeHandlers.set(channel, handler),
  on: (channel: string, handler: Handler) => void sendHandlers.on(channel, handler),
};

export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
    fileHandler = handler;
  },
};

export const dialog = {
  showOpenDialog: async () => ({ canceled: false, filePaths: [process.env['STAND_IN_PICK'] ?? ''] }),
  showErrorBox: (title: string, message: string) => void process.stderr.write(`${title}: ${message}\n`),
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (
      handler: (contents: null, permission: string, answer: (yes: boolean) => void) => void,
    ) =>
      handler(null, 'geolocation', (yes) => {
        if (yes) throw new Error('permissions must be denied');
      }),
    setPermissionCheckHandler: () => undefined,
  },
};

export const shell = {
  showItemInFolder: (path: string) => void process.stdout.write(`shown ${path}\n`),
  openPath: async () => '',
};

export const screen = {
  getDisplayMatching: () => ({ id: 1 }),
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined };
export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system' });
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return false;
  }
}
export const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => false });

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly stderr: ChildProcess['stderr'];
  constructor(file: string, args: readonly string[]) {
    super();
    this.#child = fork(file, [...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--import', new URL('utility-shim.ts', import.meta.url).href],
    });
    this.stderr = this.#child.stderr;
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1));
  }
  get pid(): number | undefined {
    return this.#child.pid;
  }
  postMessage(message: object): void {
    this.#child.send(message, () => undefined);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}
export const utilityProcess = { fork: (file: string, args: readonly string[] = []) => new UtilityProcess(file, args) };
