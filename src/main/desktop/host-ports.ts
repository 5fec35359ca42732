import type { BrowserWindow, PowerMonitor } from 'electron';
import type { ElectronParts } from '../electron-parts.ts';
import type { HostPorts } from '../../engine/host-ports.ts';
import type { EmbeddingGate } from '../../engine/indexing/index.ts';
import { WhenceError } from '../../shared/errors.ts';
import { forkEmbedderInUtilityProcess } from '../embedder/embedder-port.ts';

export interface PortOptions {
  readonly window: () => BrowserWindow | null;
  readonly openPath: string | null;
}

/** What Electron lends the engine. */
export function electronPorts(
  electron: Pick<ElectronParts, 'dialog' | 'shell' | 'powerMonitor' | 'utilityProcess'>,
  { window, openPath }: PortOptions,
): HostPorts {
  const { dialog, shell } = electron;
  return {
    kind: 'electron',
    openPath,
    pickFolder: async () => {
      const parent = window();
      const options = { title: 'Open a repository', properties: ['openDirectory' as const] };
      const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    confirm: async ({ title, message, detail, accept }) => {
      const parent = window();
      const options = {
        type: 'question' as const,
        title,
        message,
        detail,
        buttons: [accept, 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      };
      const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
      return response === 0;
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    openFile: async (path) => {
      const failure = await shell.openPath(path);
      if (failure) throw new WhenceError('EDITOR_FAILED', `The system could not open ${path}: ${failure}`);
    },
    spawnEmbedder: () => forkEmbedderInUtilityProcess(electron),
    embeddingGate: batteryGate(electron.powerMonitor),
  };
}

/** Embedding takes all cores for a while: on battery it waits for the mains. */
const batteryGate = (powerMonitor: Pick<PowerMonitor, 'isOnBatteryPower' | 'on' | 'off'>): EmbeddingGate => ({
  blockedBy: () => (powerMonitor.isOnBatteryPower() ? 'waits while the computer runs on battery' : null),
  onChange: (listener) => {
    powerMonitor.on('on-ac', listener);
    powerMonitor.on('on-battery', listener);
    return () => {
      powerMonitor.off('on-ac', listener);
      powerMonitor.off('on-battery', listener);
    };
  },
});
