import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { checkout } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Milliseconds: on a busy machine everything takes its time. */
const patience = 240_000;

/** `npm run dev`, and where it says that it is. */
async function startDev() {
  const child = spawn(
    process.execPath,
    [join(checkout, 'scripts/dev.mjs'), '--port', '0', '--data-dir', temporaryFolder()],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  // Not before its host is gone, too, which writes to the same place.
  const closed = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    closed.then(() => Promise.reject(new Error(`it ended: ${said}`))),
  ]);
  return { child, closed, address: new URL(String(line).replace('Whence is at ', '')) };
}

/** How the host answers a socket of the page: `open`, or the status it is refused with. */
function askForSocket({ origin, host }: URL, token: string, from = origin): Promise<string> {
  const socket = new WebSocket(`ws://${host}/socket?token=${token}`, { origin: from });
  return new Promise((settle) => {
    socket.once('open', () => {
      settle('open');
      socket.close();
    });
    socket.once('unexpected-response', (_, { statusCode }) => {
      settle(String(statusCode));
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
}

// Catches a development server that does not start, leaves its host behind, or opens the host to other pages.
it.skipIf(process.platform === 'win32')(
  'npm run dev serves the window and its socket until it is told to end',
  async () => {
    const { child, closed, address } = await startDev();
    const token = new URLSearchParams(address.hash.slice(1)).get('token') ?? '';
    const page = await fetch(new URL('/', address));
    const html = await page.text();
    expect([page.status, html.includes('id="root"'), html.includes('/@vite/client')]).toEqual([200, true, true]);
    expect((await fetch(new URL('/main.tsx', address))).status).toBe(200);
    expect((await fetch(new URL('/socket?token=wrong', address))).status).toBe(401);
    expect(await askForSocket(address, token)).toBe('open');
    expect(await askForSocket(address, 'wrong')).toBe('401');
    expect(await askForSocket(address, token, 'https://elsewhere.example')).toBe('403');
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  },
  patience,
);
