import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startWebServer, type WebServer } from '../../src/server/web-server.ts';
import type { CallContext, Handlers } from '../../src/shared/contract/index.ts';
import { WhenceError } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

interface Served {
  readonly server: WebServer;
  readonly token: string;
  readonly bugs: string[];
  /** Of the window's files. */
  readonly folder: string;
}

async function serve(handlers: Partial<Handlers> = {}): Promise<Served> {
  const folder = temporaryFolder();
  const rendererFolder = join(folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<title>Whence</title>');
  writeFileSync(join(rendererFolder, 'assets', 'a.js'), '1');
  writeFileSync(join(folder, 'secret'), 'secret');
  symlinkSync('../secret', join(rendererFolder, 'leak'));
  const bugs: string[] = [];
  const server = await startWebServer({
    port: 0,
    rendererFolder,
    handlers: handlers as Handlers,
    onBug: (name) => bugs.push(name),
  });
  onTestFinished(async () => server.close());
  return { server, token: new URL(server.address).hash.replace('#token=', ''), bugs, folder: rendererFolder };
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** `open`, or the HTTP status the handshake was refused with. */
async function handshake(url: string, headers: Record<string, string> = {}): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

async function openSocket({
  server,
  token,
}: Served): Promise<{ send(message: unknown): void; next(): Promise<unknown>; close(): void }> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket?token=${token}`);
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const take = waiting.shift();
    if (take) take(message);
    else messages.push(message);
  });
  await new Promise((resolve) => {
    socket.once('open', resolve);
  });
  return {
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: async () => (messages.length > 0 ? messages.shift() : new Promise((resolve) => void waiting.push(resolve))),
    close: () => socket.close(),
  };
}

describe('files', () => {
  it('serves the window with headers that allow nothing else', async () => {
    const { server } = await serve();
    const page = await get(server.port, '/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Whence');
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect((await get(server.port, '/assets/a.js')).headers['content-type']).toContain('text/javascript');
  });

  it('listens on the loopback interface only', async () => {
    const { server } = await serve();
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  it.each([
    '/../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/leak',
    '/assets/../../secret',
    '/%00',
    '/%',
    '/assets',
    '/..%5csecret',
  ])('gives nothing outside its folder: %s', async (path) => {
    const { server } = await serve();
    // Sent by hand: clients tidy such paths up before they send them.
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
      });
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404/);
    expect(answer).not.toContain('secret');
  });

  it('refuses foreign hosts and origins, and whatever is no reading', async () => {
    const { server } = await serve();
    const { port } = server;
    const statuses = [
      await get(port, '/', { Host: 'evil.example' }),
      await get(port, '/', { Host: `127.0.0.1.evil.example:${port}` }),
      await get(port, '/', { Origin: 'https://evil.example' }),
      await get(port, '/', { Origin: 'null' }),
      await get(port, '/', {}, 'POST'),
      await get(port, '/', { Host: 'localhost:1234' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 403, 403, 405, 200]);
  });
});

const fetchMetadata = (site: string, mode: string, dest: string): Record<string, string> => ({
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': mode,
  'Sec-Fetch-Dest': dest,
});

describe('requests of other sites', () => {
  it.each([
    ['/assets/a.js', fetchMetadata('cross-site', 'no-cors', 'script'), 403],
    ['/assets/a.js', fetchMetadata('same-site', 'no-cors', 'empty'), 403],
    ['/assets/a.js', fetchMetadata('cross-site', 'navigate', 'document'), 403],
    ['/', fetchMetadata('cross-site', 'no-cors', 'empty'), 403],
    ['/', fetchMetadata('cross-site', 'navigate', 'iframe'), 403],
    ['/socket', fetchMetadata('cross-site', 'cors', 'empty'), 403],
    ['/', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['/', fetchMetadata('cross-site', 'navigate', 'document'), 200],
    ['/', fetchMetadata('none', 'navigate', 'document'), 200],
    ['/assets/a.js', fetchMetadata('same-origin', 'cors', 'script'), 200],
  ])('%s with %j', async (path, headers, status) => {
    const { server } = await serve();
    expect((await get(server.port, path, headers)).status).toBe(status);
  });

  it('open no socket, with the token neither', async () => {
    const { server, token } = await serve();
    const url = `ws://127.0.0.1:${server.port}/socket?token=${token}`;
    expect(await handshake(url, fetchMetadata('cross-site', 'websocket', 'empty'))).toBe(403);
    expect(await handshake(url, fetchMetadata('same-origin', 'websocket', 'empty'))).toBe('open');
  });
});

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('readers that go away', () => {
  it.runIf(existsSync('/proc/self/fd'))('leave no file and no connection open, and harm nobody', async () => {
    const { server, folder } = await serve();
    const file = join(folder, 'assets', 'big.js');
    writeFileSync(file, Buffer.alloc(4 * 1024 * 1024, 'a'));
    await get(server.port, '/assets/big.js');
    const before = openFiles();
    const ends = Array.from({ length: 300 }, async (_, i) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const path = i % 3 === 0 ? '/socket?token=x' : '/assets/big.js';
      const upgrade = i % 6 === 0 ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : '';
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgrade}\r\n`);
      await once(socket, 'data').catch(() => undefined);
      socket.resetAndDestroy();
    });
    await Promise.all(ends);
    await expect.poll(openFiles, { timeout: 30_000 }).toBeLessThanOrEqual(before + 5);
    expect((await get(server.port, '/assets/big.js')).body).toHaveLength(4 * 1024 * 1024);
  });

  it('get what a file holds now, while it is replaced and taken away', async () => {
    const { server, folder } = await serve();
    const file = join(folder, 'assets', 'a.js');
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const answers = [get(server.port, '/assets/a.js'), get(server.port, '/assets/a.js')];
      if (i % 3 === 0) rmSync(file, { force: true });
      else writeFileSync(file, `v${i}`);
      for (const { status, body } of await Promise.all(answers))
        seen.add(status === 200 ? 'text' : `${status} ${body}`);
    }
    expect([...seen].filter((each) => each !== 'text' && each !== '404 Not found.\n')).toEqual([]);
    writeFileSync(file, 'last');
    expect((await get(server.port, '/assets/a.js')).body).toBe('last');
  });

  it('get no more than a page reads: one that stands still is hung up on', async () => {
    const { server, token } = await serve();
    const page = new WebSocket(`ws://127.0.0.1:${server.port}/socket?token=${token}`);
    await once(page, 'open');
    page.pause();
    const closed = once(page, 'close');
    const payload = { text: 'x'.repeat(8 * 1024 * 1024) };
    for (let i = 0; i < 12; i++) server.emit('settings.changed', payload as never);
    page.resume();
    expect(await closed).toBeDefined();
  });
});

describe('socket', () => {
  it('opens only with the token, for this host and this origin', async () => {
    const { server, token } = await serve();
    const { port } = server;
    const url = `ws://127.0.0.1:${port}/socket?token=${token}`;
    const outcomes = [
      await handshake(url),
      await handshake(url, { Origin: `http://127.0.0.1:${port}` }),
      await handshake(`ws://127.0.0.1:${port}/socket`),
      await handshake(`ws://127.0.0.1:${port}/socket?token=${token.slice(1)}`),
      await handshake(`ws://127.0.0.1:${port}/socket?token=${'x'.repeat(43)}`),
      await handshake(url, { Origin: 'https://evil.example' }),
      await handshake(url, { Origin: `http://localhost:${port}` }),
      await handshake(url, { Host: 'evil.example' }),
      await handshake(`ws://127.0.0.1:${port}/other?token=${token}`),
    ];
    expect(outcomes).toEqual(['open', 'open', 401, 401, 401, 403, 403, 403, 404]);
  });

  it('tells a page whose socket was refused whether its token is the reason', async () => {
    const { server, token } = await serve();
    expect((await get(server.port, '/socket?token=old')).status).toBe(401);
    expect((await get(server.port, `/socket?token=${token}`)).status).toBe(426);
  });

  it('answers calls with results, wrong requests and bugs included', async () => {
    const served = await serve({
      'repositories.list': () => [],
      'repositories.close': () => {
        throw new WhenceError('REPOSITORY_UNKNOWN', 'Open it again.');
      },
      'settings.app': () => {
        throw new TypeError('a bug');
      },
    });
    const socket = await openSocket(served);
    const ask = async (name: string, request: unknown): Promise<unknown> => {
      socket.send({ t: 'call', id: '1', name, request });
      return socket.next();
    };
    expect(await ask('repositories.list', {})).toEqual({ t: 'result', id: '1', result: { ok: true, data: [] } });
    expect(await ask('repositories.close', { repositoryId: 'x' })).toMatchObject({
      result: { ok: false, error: { code: 'REPOSITORY_UNKNOWN' } },
    });
    const wrong = [
      await ask('repositories.list', { extra: 1 }),
      await ask('toString', {}),
      await ask('__proto__', {}),
      await ask('repositories.open', { path: '' }),
    ];
    for (const answer of wrong) expect(answer).toMatchObject({ result: { ok: false, error: { code: 'BAD_REQUEST' } } });
    expect(served.bugs).toEqual([]);
    expect(await ask('settings.app', {})).toMatchObject({ result: { ok: false, error: { code: 'INTERNAL' } } });
    expect(served.bugs).toEqual(['settings.app']);
  });

  it('cancels on request and when the page goes away', async () => {
    const signals: AbortSignal[] = [];
    const served = await serve({
      'search.query': async (_request, { signal }: CallContext) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal.addEventListener('abort', () => reject(new DOMException('stop', 'AbortError')));
        }),
    });
    const socket = await openSocket(served);
    const request = { repositoryId: 'x', text: 'a' };
    socket.send({ t: 'call', id: 'one', name: 'search.query', request });
    socket.send({ t: 'cancel', id: 'one' });
    expect(await socket.next()).toMatchObject({ id: 'one', result: { ok: false, error: { code: 'CANCELLED' } } });
    socket.send({ t: 'call', id: 'two', name: 'search.query', request });
    await expect.poll(() => signals.length).toBe(2);
    socket.close();
    await expect.poll(() => signals[1]?.aborted).toBe(true);
  });

  it('sends events to every page', async () => {
    const served = await serve();
    const pages = [await openSocket(served), await openSocket(served)];
    served.server.emit('settings.changed', { theme: 'dark' } as never);
    const heard = await Promise.all(pages.map(async (page) => page.next()));
    expect(heard).toEqual(pages.map(() => ({ t: 'event', name: 'settings.changed', payload: { theme: 'dark' } })));
  });

  it.each(['not json', '{"t":"other"}', '{"t":"call","id":1}'])('hangs up on %s', async (message) => {
    const { server, token } = await serve();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket?token=${token}`);
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    socket.on('open', () => socket.send(message));
    expect(await closed).toBe(1008);
  });
});
