import { join } from 'node:path';
import { appVersion } from '../engine/app-version.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { HostPorts } from '../engine/host-ports.ts';
import { openLogFile } from '../engine/log/index.ts';
import type { Emit, EventName, Events, Handlers } from '../shared/contract/index.ts';
import { electronPorts, pickFolder } from './desktop/host-ports.ts';
import { IndexingOnDesktop } from './desktop/indexing-progress.ts';
import { installMenu } from './desktop/menu.ts';
import { createNotifier } from './desktop/notifier.ts';
import { RecentFolders } from './desktop/recent-folders.ts';
import type { Log } from '../shared/log.ts';
import type { ElectronParts } from './electron-parts.ts';
import { serveIpc } from './ipc.ts';
import { watchChildProcesses } from './lifecycle/child-processes.ts';
import { onLaterStart } from './lifecycle/only-instance.ts';
import { describe, log } from './lifecycle/output.ts';
import { closeBeforeQuit, type Quitting } from './lifecycle/quit.ts';
import { AskedPlaces } from './opening/asked-places.ts';
import { isLink } from './opening/link.ts';
import { OpenFromOutside } from './opening/open-from-outside.ts';
import { placeOf } from './opening/place-of.ts';
import { takeLinks } from './opening/take-links.ts';
import { selfUpdater } from './updates/self-updater.ts';
import { applyTheme } from './window/theme.ts';
import { MainWindow } from './window/main-window.ts';
import { serveWindowFiles } from './window/window-files.ts';
import { denyPermissions } from './window/window.ts';

export interface WhenceOptions {
  readonly dataFolder: string;
  /** The folder of the build, `out`. */
  readonly buildFolder: string;
  /** The system whose customs are followed; this one unless said. */
  readonly platform?: NodeJS.Platform;
}

/** Composition root of the application: what belongs together is in the folders beside this file. */
export class Whence {
  readonly #electron: ElectronParts;
  readonly #options: WhenceOptions;
  readonly #places = new AskedPlaces();
  readonly #recent: RecentFolders;
  readonly #window: MainWindow;
  readonly #opener: OpenFromOutside;
  readonly #indexing: IndexingOnDesktop;
  readonly #tell: (title: string, text: string) => void;
  readonly #log: Log;
  #ports: HostPorts | null = null;
  #quitting: Quitting | null = null;

  /** Listens to what the system may ask for before Electron is ready. */
  constructor(electron: ElectronParts, options: WhenceOptions) {
    const { app } = electron;
    this.#electron = electron;
    this.#options = options;
    const { dataFolder, platform = process.platform } = options;
    this.#log = openLogFile(dataFolder);
    this.#recent = new RecentFolders(app, { dataFolder, log, platform });
    this.#tell = createNotifier(electron, { onClick: () => this.#window.show(), log });
    this.#window = new MainWindow(electron, {
      ...options,
      log,
      tell: this.#tell,
      quitting: () => this.#quitting?.underWay() ?? false,
      sessionEnds: () => this.#quitting?.sessionEnds(),
      onOpened: () => this.#indexing.show({ anew: true }),
    });
    this.#indexing = new IndexingOnDesktop({
      window: () => this.#window.current,
      tell: this.#tell,
      rootOf: (repositoryId) => this.#recent.rootOf(repositoryId),
    });
    this.#opener = new OpenFromOutside({
      places: this.#places,
      known: () => this.#recent.all(),
      confirm: async (question) => (await this.#ports?.confirm?.(question)) ?? false,
      showWindow: () => this.#window.show(),
      log,
    });
    this.#followSystem();
  }

  /** Starts the engine and opens the window. Throws what keeps Whence from running. */
  async start(target: string | null): Promise<void> {
    const { app, powerMonitor, protocol, session, nativeTheme } = this.#electron;
    await app.whenReady();
    denyPermissions(session.defaultSession);
    serveWindowFiles(protocol, join(this.#options.buildFolder, 'renderer'));
    const engine = await this.#createEngine(target);
    this.#log('info', 'host.started', { host: 'electron', version: appVersion, platform: process.platform });
    this.#quitting = closeBeforeQuit(
      { app, powerMonitor },
      { close: async () => engine.close(), hideWindows: () => this.#window.hide(), log },
    );
    watchChildProcesses(app, {
      log,
      record: this.#log,
      tell: this.#tell,
      quitting: this.#quitting.underWay,
    });
    applyTheme(nativeTheme, await engine.handlers['settings.get']({}, { signal: new AbortController().signal }));
    this.#showRecent(null);
    this.#window.begin();
    if (target !== null && isLink(target)) this.#opener.open(target);
  }

  /** After an exception that nobody caught, nobody knows what state this process is in: it says so, closes what it can, and ends. */
  endAfterException(): void {
    if (this.#quitting === null) this.#electron.app.exit(1);
    else if (!this.#quitting.underWay()) {
      this.#tell(
        'Whence has to close',
        'Something unexpected happened; whence log says where. Nothing of an index is lost.',
      );
      this.#electron.app.quit();
    }
  }

  /** A target that is a folder is opened by the window as it starts; a file is shown in its root. */
  async #createEngine(target: string | null): Promise<Engine> {
    const place = target === null || isLink(target) ? null : placeOf(target, null, this.#recent.all());
    if (place !== null && place.file !== null) this.#places.add(place);
    const openPath = place === null || place.file !== null ? null : place.root;
    this.#ports = electronPorts(this.#electron, {
      window: () => this.#window.current,
      openPath,
      places: this.#places,
      log: this.#log,
      updater: selfUpdater(this.#electron.app, async () => this.#quitting?.closeFirst()),
    });
    const { dataFolder } = this.#options;
    const engine = await createEngine({ dataFolder, emit: this.#emit, host: this.#ports });
    serveIpc({
      ipcMain: this.#electron.ipcMain,
      handlers: this.#withRecent(engine.handlers),
      onBug: (name, thrown) => log(`${name}: ${describe(thrown)}`),
    });
    return engine;
  }

  readonly #emit: Emit = (name, payload) => {
    this.#window.send(name, payload);
    this.#observers[name]?.(payload);
  };

  /** What the system shows of Whence follows what the engine tells the window. */
  readonly #observers: { readonly [Name in EventName]?: (payload: Events[Name]) => void } = {
    'indexing.progress': (progress) => this.#indexing.note(progress),
    'settings.changed': (settings) => applyTheme(this.#electron.nativeTheme, settings),
  };

  /** The engine's handlers; the ones that change the list of recent folders change the system's too. */
  #withRecent(handlers: Handlers): Handlers {
    return {
      ...handlers,
      'repositories.open': async (request, context) => {
        const summary = await handlers['repositories.open'](request, context);
        this.#showRecent(summary.root);
        return summary;
      },
      'repositories.remove': async (request, context) => {
        const answer = await handlers['repositories.remove'](request, context);
        this.#indexing.forget(request.repositoryId);
        this.#showRecent(null);
        return answer;
      },
    };
  }

  #showRecent(opened: string | null): void {
    this.#recent.publish(opened);
    installMenu(this.#electron, {
      recent: () => this.#recent.shown(),
      open: (folder) => this.#opener.open(folder),
      chooseFolder: () => {
        pickFolder(this.#electron, this.#window.current).then(
          (folder) => folder !== null && this.#opener.open(folder),
          (error: unknown) => log(`the folder dialog: ${describe(error)}`),
        );
      },
      showDataFolder: () => this.#electron.shell.showItemInFolder(join(this.#options.dataFolder, 'indexes')),
    });
  }

  /** Later starts, links, folders dropped on the icon, and the dock. */
  #followSystem(): void {
    const { app } = this.#electron;
    const { platform = process.platform } = this.#options;
    onLaterStart(app, ({ open }) => this.#opener.open(open));
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#opener.open(path);
    });
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#opener.open(url);
    });
    app.on('activate', () => this.#window.show());
    app.on('window-all-closed', () => {
      if (platform !== 'darwin') app.quit();
    });
    takeLinks(app, { platform });
    if (platform === 'win32') app.setAppUserModelId('app.whence.desktop');
  }
}
