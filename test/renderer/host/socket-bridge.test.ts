import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type WebSocket as Socket, WebSocketServer } from 'ws';
import {
  type ConnectionState,
  createSocketBridge,
  type SocketBridge,
} from '../../../src/renderer/host/socket-bridge.ts';

const servers: WebSocketServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

const serve = async (
  onMessage: (socket: Socket, message: { t: string; id: string; name?: string }) => void,
  port = 0,
): Promise<number> => {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => onMessage(socket, JSON.parse(data.toString())));
  });
  return (server.address() as AddressInfo).port;
};

const connect = (
  port: number,
): { bridge: SocketBridge; states: ConnectionState[]; reached: (state: ConnectionState) => Promise<void> } => {
  const states: ConnectionState[] = [];
  const waiting: { state: ConnectionState; done: () => void }[] = [];
  const bridge = createSocketBridge({
    url: `ws://127.0.0.1:${port}/socket`,
    onState: (state) => {
      states.push(state);
      for (const each of waiting.filter((one) => one.state === state)) each.done();
    },
  });
  const reached = (state: ConnectionState): Promise<void> =>
    states.includes(state) ? Promise.resolve() : new Promise((done) => waiting.push({ state, done }));
  return { bridge, states, reached };
};

const echo = (socket: Socket, { t, id, name }: { t: string; id: string; name?: string }): void => {
  if (t === 'call') socket.send(JSON.stringify({ t: 'result', id, result: { ok: true, data: name } }));
};

it('keeps calls made before the socket is open, and pairs answers by id', async () => {
  const port = await serve((socket, message) => setTimeout(() => echo(socket, message), message.id === '1' ? 30 : 0));
  const { bridge } = connect(port);
  const answers = await Promise.all([bridge.call('1', 'a', {}), bridge.call('2', 'b', {})]);
  expect(answers).toEqual([
    { ok: true, data: 'a' },
    { ok: true, data: 'b' },
  ]);
});

it('fails what waits when the host goes, says so, and comes back by itself', async () => {
  const port = await serve((socket, message) => (message.name === 'die' ? socket.terminate() : echo(socket, message)));
  const { bridge, states, reached } = connect(port);
  await reached('open');
  expect(await bridge.call('1', 'die', {})).toMatchObject({ ok: false, error: { code: 'HOST_GONE' } });
  await reached('gone');
  expect(await bridge.call('2', 'while away', {})).toMatchObject({ ok: false, error: { code: 'HOST_GONE' } });
  await expect.poll(() => states.filter((state) => state === 'open').length, { timeout: 10_000 }).toBe(2);
  expect(await bridge.call('3', 'again', {})).toEqual({ ok: true, data: 'again' });
});

it('tells a refused token from a host that is away', async () => {
  const states: ConnectionState[] = [];
  createSocketBridge({
    url: 'ws://127.0.0.1:9/socket',
    isRefused: () => Promise.resolve(true),
    onState: (state) => states.push(state),
  });
  await expect.poll(() => states, { timeout: 10_000 }).toContain('refused');
});

it('passes events on', async () => {
  const port = await serve((socket) =>
    socket.send(JSON.stringify({ t: 'event', name: 'settings.changed', payload: { theme: 'dark' } })),
  );
  const { bridge } = connect(port);
  const event = new Promise((resolve) => bridge.onEvent((name, payload) => resolve([name, payload])));
  void bridge.call('1', 'x', {});
  expect(await event).toEqual(['settings.changed', { theme: 'dark' }]);
});
