import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, dialog } from 'electron';
import { defaultDataFolder } from '../engine/data-folder.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { toErrorShape } from '../shared/errors.ts';
import { electronPorts } from './host-ports.ts';
import { sendEvent, serveIpc } from './ipc.ts';
import { installMenu } from './menu.ts';
import { registerWindowScheme, serveWindowFiles } from './window-files.ts';
import { WindowStateFile } from './window-state.ts';
import { denyPermissions, openWindow } from './window.ts';

/** The folder of the build, `out`: this file's bundle lies in `out/node`. */
const buildFolder = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs Whence as an application: one instance, one window, one engine. */
export function runApplication(args: readonly string[]): void {
  const dataFolder = defaultDataFolder();
  app.setPath('userData', join(dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerWindowScheme();
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  const open = (): void => {
    window = openWindow({ buildFolder, state: new WindowStateFile(dataFolder) });
    window.on('closed', () => {
      window = null;
    });
  };
  const start = async (): Promise<void> => {
    await app.whenReady();
    installMenu();
    denyPermissions();
    serveWindowFiles(join(buildFolder, 'renderer'));
    closeBeforeQuit(await startEngine(dataFolder, openPathOf(args), () => window));
    open();
    app.on('activate', () => {
      if (window === null) open();
    });
  };
  start().catch((thrown: unknown) => {
    dialog.showErrorBox('Whence could not start', toErrorShape(thrown).message);
    app.exit(1);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

async function startEngine(
  dataFolder: string,
  openPath: string | null,
  window: () => BrowserWindow | null,
): Promise<Engine> {
  const engine = await createEngine({
    dataFolder,
    emit: (name, payload) => {
      const contents = window()?.webContents;
      if (contents) sendEvent(contents, name, payload);
    },
    host: electronPorts(window, openPath),
  });
  serveIpc({
    handlers: engine.handlers,
    onBug: (name, thrown) =>
      process.stderr.write(`whence: ${name}: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}\n`),
  });
  return engine;
}

/** Quitting waits for the batch in flight, so that the next start has nothing to say about it. */
function closeBeforeQuit(engine: Engine): void {
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

/** The first argument that is no option: a root to open (`npm start -- PATH`). */
function openPathOf(args: readonly string[]): string | null {
  const path = args.find((arg) => !arg.startsWith('-'));
  return path === undefined ? null : resolve(path);
}
