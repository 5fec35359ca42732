import type { IpcRenderer, IpcRendererEvent, WebUtils } from 'electron';
import type { Bridge } from '../shared/contract/index.ts';
import { channels } from '../shared/ipc-channels.ts';

type Port = Pick<IpcRenderer, 'invoke' | 'send' | 'on' | 'off'>;

/** The one way from the window to Whence: plain data on three channels; the host checks all of it. */
export function createBridge(port: Port, files: Pick<WebUtils, 'getPathForFile'>): Bridge {
  return {
    call: (callId, name, request) => port.invoke(channels.call, { callId, name, request }),
    cancel: (callId) => port.send(channels.cancel, callId),
    onEvent: (listener) => {
      // The event object is kept back: it would hand the page a way to send on any channel.
      const forward = (_event: IpcRendererEvent, name: string, payload: unknown): void => listener(name, payload);
      port.on(channels.event, forward);
      return () => {
        port.off(channels.event, forward);
      };
    },
    pathForFile: (file) => pathOf(files, file),
  };
}

/** Path of a dropped file; empty for what is none. Between page and preload a file may cross as the Blob that it is. */
function pathOf(files: Pick<WebUtils, 'getPathForFile'>, file: unknown): string {
  if (!(file instanceof Blob)) return '';
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Electron tells by itself whether it has a path
    return files.getPathForFile(file as File);
  } catch {
    return '';
  }
}
