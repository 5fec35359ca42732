import { type BrowserWindow, dialog, powerMonitor, shell } from 'electron';
import type { HostPorts } from '../engine/host-ports.ts';
import type { EmbeddingGate } from '../engine/indexing/index.ts';
import { WhenceError } from '../shared/errors.ts';
import { forkEmbedderInUtilityProcess } from './embedder-port.ts';

/** What Electron lends the engine. */
export function electronPorts(window: () => BrowserWindow | null, openPath: string | null): HostPorts {
  return {
    kind: 'electron',
    openPath,
    pickFolder: async () => {
      const parent = window();
      const options = { title: 'Open a repository', properties: ['openDirectory' as const] };
      const answer = await (parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    openFile: async (path) => {
      const failure = await shell.openPath(path);
      if (failure) throw new WhenceError('EDITOR_FAILED', `The system could not open ${path}: ${failure}`);
    },
    spawnEmbedder: forkEmbedderInUtilityProcess,
    embeddingGate: batteryGate,
  };
}

/** Embedding takes all cores for a while: on battery it waits for the mains. */
const batteryGate: EmbeddingGate = {
  blockedBy: () => (powerMonitor.isOnBatteryPower() ? 'waits while the computer runs on battery' : null),
  onChange: (listener) => {
    powerMonitor.on('on-ac', listener);
    powerMonitor.on('on-battery', listener);
    return () => {
      powerMonitor.off('on-ac', listener);
      powerMonitor.off('on-battery', listener);
    };
  },
};
