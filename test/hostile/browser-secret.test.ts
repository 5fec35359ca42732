import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { placeOfPage, writeOpenPage } from '../../src/server/open-page.ts';
import { checkout } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const soon = { timeout: 60_000 };

interface Served {
  readonly address: string;
  readonly port: number;
  /** What the browser was started with, or null. */
  readonly opened: () => string | null;
  readonly alive: () => boolean;
}

/** The browser mode with a screen, and a browser that only notes how it was started. `files`: most descriptors it may have. */
async function serve(files = 4096): Promise<Served> {
  const folder = temporaryFolder();
  const programs = join(folder, 'programs');
  const noted = join(folder, 'opened');
  for (const each of [programs, join(folder, 'home')]) mkdirSync(each);
  writeFileSync(
    join(programs, 'xdg-open'),
    `#!/bin/sh\nprintf '%s' "$*" >"${noted}.part"; mv "${noted}.part" "${noted}"\n`,
  );
  chmodSync(join(programs, 'xdg-open'), 0o755);
  const bundle = join(checkout, 'out/node/whence.js');
  const child = spawn(
    'sh',
    [
      '-c',
      `ulimit -n ${files}; exec "$@"`,
      'sh',
      process.execPath,
      bundle,
      'serve',
      '--json',
      '--data-dir',
      join(folder, 'data'),
    ],
    {
      env: { ...process.env, PATH: `${programs}:${process.env['PATH']}`, DISPLAY: ':9', HOME: join(folder, 'home') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve((JSON.parse(output) as { address: string }).address);
    });
    child.once('exit', (code) => reject(new Error(`whence serve ended with ${code}`)));
  });
  return {
    address,
    port: Number(new URL(address).port),
    opened: () => (existsSync(noted) ? readFileSync(noted, 'utf8') : null),
    alive: () => child.exitCode === null && child.signalCode === null,
  };
}

describe.runIf(process.platform === 'linux')('the key of the browser mode', () => {
  it('stands in no program’s arguments, only in a file of its owner, until the page is there', async () => {
    const { address, opened } = await serve();
    const token = address.split('#token=')[1] ?? 'none';
    await expect.poll(opened, soon).toMatch(/^file:\/\/\/\S+\/open\.html$/);
    const file = fileURLToPath(opened() ?? '');
    expect(opened()).not.toContain(token);
    expect(readFileSync(file, 'utf8')).toContain(`location.replace("${address}")`);
    expect([file, dirname(file)].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o700]);
    const page = new WebSocket(address.replace('http', 'ws').replace('/#', '/socket?'));
    onTestFinished(() => page.terminate());
    await expect.poll(() => existsSync(dirname(file)), soon).toBe(false);
  });

  it('is served on when connections take all descriptors', async () => {
    const { port, alive } = await serve(200);
    const held = Array.from({ length: 400 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    for (const socket of held) socket.write('GET /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await new Promise((resolve) => void held[0]?.once('data', resolve).once('close', resolve));
    for (const socket of held) socket.resetAndDestroy();
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/`).catch(() => null))?.status, soon).toBe(200);
    expect(alive()).toBe(true);
  });
});

describe('the page that leads to the window', () => {
  it('lies where browsers in snap packages can read it, if there are any', () => {
    const here = temporaryFolder();
    expect(placeOfPage('/data', 'linux', [join(here, 'none')])).toBe('/data');
    expect(placeOfPage('/data', 'linux', [here])).toBe(homedir());
    expect(placeOfPage('/data', 'darwin', [here])).toBe('/data');
  });

  it('can hold no markup of the address, and goes when it is not needed', () => {
    const page = writeOpenPage(temporaryFolder(), 'http://x/#"</script><b>');
    const text = readFileSync(fileURLToPath(page.address), 'utf8');
    expect(text).not.toContain('</script><b>');
    page.remove();
    expect(existsSync(fileURLToPath(page.address))).toBe(false);
  });
});
