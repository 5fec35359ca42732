import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow } from 'electron';
import { defaultDataFolder } from '../engine/data-folder.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { reportBug } from '../engine/terminal.ts';
import { toErrorShape } from '../shared/errors.ts';
import type { ElectronParts } from './electron-parts.ts';
import { electronPorts } from './desktop/host-ports.ts';
import { sendEvent, serveIpc } from './ipc.ts';
import { installMenu } from './desktop/menu.ts';
import { announceStart } from './start/announce.ts';
import { registerWindowScheme, serveWindowFiles } from './window/window-files.ts';
import { WindowStateFile } from './window/window-state.ts';
import { denyPermissions, openWindow } from './window/window.ts';

/** The folder of the build, `out`: this file's bundle lies in `out/node`. */
const buildFolder = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs Whence as an application: one instance, one window, one engine. `openPath` is the folder to open at once, if any. */
export function runApplication(electron: ElectronParts, openPath: string | null): void {
  const { app, dialog } = electron;
  const dataFolder = defaultDataFolder();
  app.setPath('userData', join(dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    announceStart('handed-over');
    app.quit();
    return;
  }
  registerWindowScheme(electron.protocol);
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  const open = (): void => {
    window = openWindow(electron, { buildFolder, state: new WindowStateFile(dataFolder, electron.screen) });
    window.on('closed', () => {
      window = null;
    });
  };
  const start = async (): Promise<void> => {
    await app.whenReady();
    installMenu(electron);
    denyPermissions(electron.session.defaultSession);
    serveWindowFiles(electron.protocol, join(buildFolder, 'renderer'));
    const engine = await startEngine(electron, { dataFolder, openPath, window: () => window });
    closeBeforeQuit(app, engine);
    open();
    app.on('activate', () => {
      if (window === null) open();
    });
  };
  start().catch((thrown: unknown) => {
    announceStart('failed');
    dialog.showErrorBox('Whence could not start', toErrorShape(thrown).message);
    app.exit(1);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

async function startEngine(
  electron: ElectronParts,
  options: {
    readonly dataFolder: string;
    readonly openPath: string | null;
    readonly window: () => BrowserWindow | null;
  },
): Promise<Engine> {
  const { dataFolder, openPath, window } = options;
  const engine = await createEngine({
    dataFolder,
    emit: (name, payload) => {
      const contents = window()?.webContents;
      if (contents) sendEvent(contents, name, payload);
    },
    host: electronPorts(electron, { window, openPath }),
  });
  serveIpc({
    ipcMain: electron.ipcMain,
    handlers: engine.handlers,
    onBug: reportBug,
  });
  return engine;
}

/** Quitting waits for the batch in flight, so that the next start has nothing to say about it. */
function closeBeforeQuit(app: ElectronParts['app'], engine: Engine): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
