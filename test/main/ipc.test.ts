import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { serveIpc } from '../../src/main/ipc.ts';
import type { Handlers } from '../../src/shared/contract/index.ts';
import { channels } from '../../src/shared/ipc-channels.ts';

type Invoke = (event: unknown, message: unknown) => Promise<unknown>;
const ipc = { invoke: new Map<string, Invoke>() };

const ipcMain = {
  handle: (channel: string, handler: Invoke) => ipc.invoke.set(channel, handler),
  on: () => undefined,
} as unknown as IpcMain;

interface Frame {
  readonly url: string;
}

function eventFrom(url: string, isMain = true): object {
  const mainFrame: Frame = { url };
  const sender = Object.assign(new EventEmitter(), { mainFrame });
  return { sender, senderFrame: isMain ? mainFrame : { url } };
}

const call = async (event: object, message: unknown): Promise<unknown> =>
  ipc.invoke.get(channels.call)?.(event, message);
const list = { callId: '1', name: 'repositories.list', request: {} };

describe('serveIpc', () => {
  beforeEach(() => {
    serveIpc({ ipcMain, handlers: { 'repositories.list': () => [] } as unknown as Handlers, onBug: () => undefined });
  });

  it('answers the window', async () => {
    expect(await call(eventFrom('whence-window://app/index.html'), list)).toEqual({ ok: true, data: [] });
  });

  // A page that got into the window, or a frame in it, must not reach the engine.
  it.each([
    ['another site', eventFrom('https://example.com/')],
    ['a look-alike', eventFrom('whence-window://app.example.com/index.html')],
    ['a file', eventFrom('file:///etc/passwd')],
    ['a frame within the window', eventFrom('whence-window://app/index.html', false)],
    ['a frame that is gone', { ...eventFrom('whence-window://app/index.html'), senderFrame: null }],
  ])('refuses %s', async (_who, event) => {
    expect(await call(event, list)).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
  });

  it.each([[null], ['text'], [{}], [{ callId: 1, name: 'repositories.list', request: {} }], [{ ...list, more: 1 }]])(
    'refuses the message %j',
    async (message) => {
      expect(await call(eventFrom('whence-window://app/index.html'), message)).toMatchObject({
        ok: false,
        error: { code: 'BAD_REQUEST' },
      });
    },
  );
});
