import type { BrowserWindow } from 'electron';
import { windowCapabilities } from '../../engine/host-capabilities.ts';
import type { HostPorts } from '../../engine/host-ports.ts';
import type { Updater } from '../../engine/updates/updater.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { ElectronParts } from '../electron-parts.ts';
import { forkEmbedderInUtilityProcess } from '../embedder/embedder-port.ts';
import type { AskedPlaces } from '../opening/asked-places.ts';
import { batteryGate } from './battery.ts';

export interface PortOptions {
  readonly window: () => BrowserWindow | null;
  readonly openPath: string | null;
  readonly places: AskedPlaces;
  readonly updater: Updater;
  readonly log?: Log;
  readonly environment?: NodeJS.ProcessEnv;
}

/** What Electron lends the engine. */
export function electronPorts(
  electron: Pick<ElectronParts, 'dialog' | 'shell' | 'powerMonitor' | 'utilityProcess'>,
  { window, openPath, places, updater, log, environment = process.env }: PortOptions,
): HostPorts {
  const { dialog, shell } = electron;
  return {
    ...windowCapabilities,
    kind: 'electron',
    openPath,
    nextAsked: async (signal) => places.next(signal),
    pickFolder: async () => pickFolder(electron, window()),
    confirm: async ({ title, message, detail, accept }) => {
      const parent = window();
      const options = {
        type: 'question' as const,
        title,
        message,
        detail,
        buttons: [accept, 'Cancel'],
        // Enter must not be enough: the question may come up while something is typed.
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      };
      const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
      return response === 0;
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    // The program that Electron starts would inherit an AppImage's libraries; the engine starts one without them.
    ...(environment['APPIMAGE'] === undefined && {
      openFile: async (path: string) => {
        const failure = await shell.openPath(path);
        if (failure) throw new WhenceError('EDITOR_FAILED', `The system could not open ${path}: ${failure}`);
      },
    }),
    spawnEmbedder: () => forkEmbedderInUtilityProcess(electron),
    embeddingGate: batteryGate(electron.powerMonitor),
    updater,
    ...(log && { log }),
  };
}

/** The system's folder dialog; null when the person cancels. */
export async function pickFolder(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  parent: BrowserWindow | null,
): Promise<string | null> {
  const options = { title: 'Open a repository', properties: ['openDirectory' as const] };
  const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
