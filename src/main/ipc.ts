// The one owner of ipcMain: every message is checked for its sender before anything else.
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { createDispatcher, type Dispatcher } from '../engine/dispatch.ts';
import type { EventName, Events, Handlers } from '../shared/contract/index.ts';
import { WhenceError } from '../shared/errors.ts';
import { channels } from '../shared/ipc-channels.ts';
import { toResult } from '../shared/result.ts';
import { isWindowUrl } from './window/window-files.ts';

const callSchema = z.strictObject({ callId: z.string().max(100), name: z.string().max(100), request: z.unknown() });

function parseCall(message: unknown): z.infer<typeof callSchema> {
  const parsed = callSchema.safeParse(message);
  if (!parsed.success) throw new WhenceError('BAD_REQUEST', 'The window sent a message that is not as agreed.');
  return parsed.data;
}

export interface IpcOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  readonly handlers: Handlers;
  readonly onBug: (name: string, thrown: unknown) => void;
}

/** Serves the contract to the windows of Whence, and to nobody else. */
export function serveIpc(options: IpcOptions): void {
  const { ipcMain } = options;
  const dispatchers = new WeakMap<WebContents, Dispatcher>();

  const dispatcherOf = (event: IpcMainEvent | IpcMainInvokeEvent): Dispatcher => {
    const { sender } = event;
    if (!isFromWindow(event)) throw new WhenceError('BAD_REQUEST', 'Only the window of Whence may call.');
    let dispatcher = dispatchers.get(sender);
    if (!dispatcher) {
      dispatcher = createDispatcher(options.handlers, options);
      dispatchers.set(sender, dispatcher);
      const { cancelAll } = dispatcher;
      sender.once('destroyed', cancelAll);
      sender.on('did-navigate', cancelAll);
    }
    return dispatcher;
  };

  ipcMain.handle(channels.call, async (event, message: unknown) => {
    const checked = await toResult(() => ({ dispatcher: dispatcherOf(event), ...parseCall(message) }));
    if (!checked.ok) return checked;
    const { dispatcher, callId, name, request } = checked.data;
    return dispatcher.call(callId, name, request);
  });
  // Whatever waits for a page that is gone was cancelled with it; a cancel that comes after it is no news.
  ipcMain.on(channels.cancel, (event, callId: unknown) => {
    if (typeof callId === 'string' && isFromWindow(event)) dispatchers.get(event.sender)?.cancel(callId);
  });
}

/** Whether a message comes from the window's own page. Its frame is null once it was navigated away from or destroyed. */
function isFromWindow({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isWindowUrl(senderFrame.url);
}

/** Sends an event to one window. A page that is going away misses it: the next one asks for everything anew. */
export function sendEvent<Name extends EventName>(to: WebContents, name: Name, payload: Events[Name]): void {
  try {
    if (!to.isDestroyed()) to.send(channels.event, name, payload);
  } catch (error) {
    // A value that can't be sent is a bug of ours; a frame that is disposed of is not.
    if (!to.isDestroyed() && error instanceof Error && error.name === 'DataCloneError') throw error;
  }
}
