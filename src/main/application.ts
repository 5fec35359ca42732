import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultDataFolder } from '../engine/data-folder.ts';
import { openLogFile, watchUnexpected } from '../engine/log/index.ts';
import { tolerateClosedTerminal } from '../engine/terminal.ts';
import { toErrorShape } from '../shared/errors.ts';
import type { ElectronParts } from './electron-parts.ts';
import { describe, log } from './lifecycle/output.ts';
import { becomeOnlyInstance } from './lifecycle/only-instance.ts';
import { announceStart } from './start/announce.ts';
import { Whence, type WhenceOptions } from './whence.ts';
import { registerWindowScheme } from './window/window-files.ts';

/** The folder of the build, `out`: this file's bundle lies in `out/node`. */
const buildFolder = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs Whence as an application: one instance, one window, one engine. `target` is what to open at once, if anything: an absolute
 * path, or a link.
 */
export function runApplication(electron: ElectronParts, target: string | null): void {
  tolerateClosedTerminal();
  const dataFolder = defaultDataFolder();
  const running: { whence: Whence | null } = { whence: null };
  watchUnexpected({
    log: openLogFile(dataFolder),
    onException: () => (running.whence ? running.whence.endAfterException() : electron.app.exit(1)),
  });
  running.whence = launch(electron, target, { dataFolder, buildFolder });
}

/** The start itself, with nothing of the process around it. Null where this is not the one that runs. */
export function launch(electron: ElectronParts, target: string | null, options: WhenceOptions): Whence | null {
  const { app } = electron;
  const { dataFolder } = options;
  try {
    if (!becomeOnlyInstance(app, dataFolder, { open: target })) {
      log(
        'Whence is open already, here or on another computer that shares its folder; that one was asked to take over',
      );
      announceStart('handed-over');
      app.quit();
      return null;
    }
  } catch (thrown) {
    // Electron writes into this folder as soon as it is ready, the error box included.
    const folder = mkdtempSync(join(tmpdir(), 'whence-'));
    app.setPath('userData', folder);
    const tidy = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
    app.whenReady().then(
      () => failToStart(electron, thrown, tidy),
      () => app.exit(1),
    );
    return null;
  }
  registerWindowScheme(electron.protocol);
  const whence = new Whence(electron, options);
  whence.start(target).catch((thrown: unknown) => failToStart(electron, thrown));
  return whence;
}

function failToStart({ app, dialog }: ElectronParts, thrown: unknown, tidy = (): void => undefined): void {
  const { message } = toErrorShape(thrown);
  log(message);
  announceStart('failed');
  dialog.showErrorBox('Whence could not start', message);
  try {
    tidy();
  } catch (error) {
    log(describe(error));
  }
  app.exit(1);
}
