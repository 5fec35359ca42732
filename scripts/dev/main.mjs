import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { note } from '../note.mjs';
import { checkout } from '../pinned-node.mjs';
import { HostProcess } from './host-process.mjs';
import { hostProxy } from './host-proxy.mjs';
import { hostSources, restartsHost } from './restarts.mjs';

const usage = `npm run dev [-- [--port N] [--data-dir DIR] [PATH]]

  PATH            folder to open at once
  --port N        of the window; 5173 or the next free one by default, 0 for any
  --data-dir DIR  where indexes and settings are kept (.cache/dev-data: those of an installed Whence are left alone)
`;

/**
 * Runs until a signal; answers the exit code.
 *
 * @param {readonly string[]} args
 */
export async function main(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '5173' },
      'data-dir': { type: 'string', default: join(checkout, '.cache', 'dev-data') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const ended = untilSignal();
  const dataFolder = resolve(values['data-dir']);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const [root] = positionals;
  const host = new HostProcess([
    join(checkout, 'src', 'cli', 'index.ts'),
    'serve',
    '--no-open',
    '--json',
    '--data-dir',
    dataFolder,
    ...(root === undefined ? [] : ['--', resolve(root)]),
  ]);
  // The page keeps its token while hosts come and go, each with a token of its own.
  const token = randomBytes(32).toString('base64url');
  const server = await openWindowServer({ port: Number(values.port), host, token });
  followSources(server, host);
  await Promise.race([host.start(), ended]);
  process.stdout.write(`Whence is at ${addressOf(server)}/#token=${token}\n`);
  note('the window follows its sources by itself, the host starts again when its own change; Ctrl-C ends both.');
  await ended;
  await Promise.all([host.stop(), server.close()]);
  return 0;
}

/** @param {{ port: number, host: HostProcess, token: string }} options */
async function openWindowServer({ port, host, token }) {
  const server = await createServer({
    configFile: false,
    root: join(checkout, 'src', 'renderer'),
    cacheDir: join(checkout, '.cache', 'vite'),
    plugins: [react({ jsxImportSource: '#window' }), hostProxy({ token, host: () => host.address })],
    logLevel: 'warn',
    clearScreen: false,
    server: {
      host: '127.0.0.1',
      port,
      fs: { allow: ['src', 'node_modules', '.cache/vite'].map((folder) => join(checkout, folder)) },
    },
  });
  return server.listen();
}

/** @param {import('vite').ViteDevServer} server */
function addressOf({ httpServer }) {
  const address = httpServer?.address();
  if (typeof address !== 'object' || !address) throw new Error('the server of the window has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Milliseconds within which changes are one: editors and git write several files at once. */
const gatherMs = 150;

/**
 * Starts the host again when a source of its own changes.
 *
 * @param {import('vite').ViteDevServer} server
 * @param {HostProcess} host
 */
function followSources({ watcher }, host) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  watcher.add(hostSources.map((folder) => join(checkout, folder)));
  watcher.on('error', (error) => note(`changes can't be followed: ${String(error)}`));
  watcher.on('all', (event, path) => {
    const changed = relative(checkout, path);
    if (event === 'addDir' || event === 'unlinkDir' || !restartsHost(changed)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      note(`${changed} changed: the host starts again …`);
      void host.restart();
    }, gatherMs);
    timer.unref();
  });
}

/** @returns {Promise<void>} */
function untilSignal() {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => done());
  });
}
