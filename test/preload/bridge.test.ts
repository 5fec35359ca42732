import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createBridge } from '../../src/preload/bridge.ts';
import { channels } from '../../src/shared/ipc-channels.ts';

function makePort(): { port: Parameters<typeof createBridge>[0]; emitter: EventEmitter; sent: unknown[][] } {
  const emitter = new EventEmitter();
  const sent: unknown[][] = [];
  const port = {
    invoke: async (...args: unknown[]) => {
      sent.push(args);
      return { ok: true, data: null };
    },
    send: (...args: unknown[]) => void sent.push(args),
    on: (channel: string, listener: (...args: unknown[]) => void) => emitter.on(channel, listener),
    off: (channel: string, listener: (...args: unknown[]) => void) => emitter.off(channel, listener),
  };
  return { port: port as unknown as Parameters<typeof createBridge>[0], emitter, sent };
}

const files = { getPathForFile: () => '/path' };

describe('createBridge', () => {
  it('sends on its own channels only', async () => {
    const { port, sent } = makePort();
    const bridge = createBridge(port, files);
    await bridge.call('1', 'settings.get', {});
    bridge.cancel('1');
    expect(sent).toEqual([
      [channels.call, { callId: '1', name: 'settings.get', request: {} }],
      [channels.cancel, '1'],
    ]);
  });

  it('asks for the path of files alone, as whatever they cross', () => {
    const { port } = makePort();
    const bridge = createBridge(port, files);
    expect(
      [new File([], 'a'), new Blob([]), { name: 'a' }, 'a', null].map((file) => bridge.pathForFile?.(file)),
    ).toEqual(['/path', '/path', '', '', '']);
    const strict = {
      getPathForFile: () => {
        throw new Error('not a file');
      },
    };
    expect(createBridge(port, strict).pathForFile?.(new Blob([]))).toBe('');
  });

  it('keeps the event object from the page, and stops when asked', () => {
    const { port, emitter } = makePort();
    const heard: unknown[][] = [];
    const stop = createBridge(port, files).onEvent((...args) => heard.push(args));
    emitter.emit(channels.event, { sender: 'secret' }, 'settings.changed', { theme: 'dark' });
    stop();
    emitter.emit(channels.event, { sender: 'secret' }, 'settings.changed', { theme: 'light' });
    expect(heard).toEqual([['settings.changed', { theme: 'dark' }]]);
  });
});
