import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openWhence } from '../../../scripts/start/open.mjs';
import type { StartOptions } from '../../../scripts/start/options.mjs';
import { checkout as ownCheckout } from '../../helpers/command-line.ts';
import { type FakeCheckout, makeFakeCheckout } from './fake-checkout.ts';

const options: StartOptions = {
  root: null,
  dataFolder: null,
  port: 0,
  browser: false,
  open: false,
  smoke: false,
};

/** A desktop on which Electron may start. */
const desktop = (checkout: FakeCheckout) => ({
  platform: 'linux',
  environment: {
    ...process.env,
    DISPLAY: ':0',
    // As in the terminal of an editor that is built with Electron.
    ELECTRON_RUN_AS_NODE: '1',
    ELECTRON_OVERRIDE_DIST_PATH: checkout.electron,
  },
  userId: () => 1000,
  namespaces: () => 'allowed' as const,
  isHelper: () => false,
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Opens with a fake Electron; answers the exit code, what the person reads, and how browser mode was started. */
async function open(
  script: string,
  changes: {
    readonly options?: Partial<StartOptions>;
    readonly limits?: { readonly readyMs?: number };
    readonly before?: (checkout: FakeCheckout) => void;
  } = {},
): Promise<{ exitCode: number; told: string; checkout: FakeCheckout }> {
  const checkout = makeFakeCheckout(script);
  changes.before?.(checkout);
  let told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
  const exitCode = await openWhence(
    { ...options, ...changes.options },
    {
      checkout: checkout.folder,
      node: process.execPath,
      system: desktop(checkout),
      ...(changes.limits && { limits: changes.limits }),
    },
  );
  return { exitCode, told: told.replaceAll(checkout.electron, 'DIST'), checkout };
}

// Fake programs are shell scripts, and signals are those of POSIX.
describe.skipIf(process.platform === 'win32')('npm start with an Electron that', () => {
  it('shows its window: follows it to its end, and starts nothing else', async () => {
    const { exitCode, told, checkout } = await open(
      'printf "%s\\n" "$WHENCE_DATA" "$ELECTRON_RUN_AS_NODE" "$@" >"$LOG"; echo early >&2; printf shown >"$WHENCE_READY"; exit 7',
      { options: { root: '/home/ada/a repo', dataFolder: '/data' } },
    );
    expect(exitCode).toBe(7);
    expect(told.split('\n').sort()).toEqual([
      '',
      'early',
      'whence: Whence 9.9.9 opens in Electron: its window is shown.',
    ]);
    expect(checkout.log()).toBe(`/data\n\n${checkout.folder}\n--open=/home/ada/a repo\n`);
    expect(checkout.browserArguments()).toBeNull();
  });

  it('hands over to a running Whence: leaves it at what that says', async () => {
    const { exitCode, told, checkout } = await open('echo "open already" >&2; printf handed-over >"$WHENCE_READY"');
    expect([exitCode, told, checkout.browserArguments()]).toEqual([0, 'open already\n', null]);
  });

  it('told in a message box why it can not start: does not try browser mode, which could not either', async () => {
    const { exitCode, told, checkout } = await open('printf failed >"$WHENCE_READY"; exit 1');
    expect([exitCode, told, checkout.browserArguments()]).toEqual([1, '', null]);
  });

  it.each([
    ['exits with 133', 'exit 133', 'Electron ended (exit code 133) before its window was shown'],
    ['exits with 127', 'exit 127', 'a library that Electron needs is missing'],
    ['exits with 0', 'exit 0', 'Electron ended (exit code 0) before its window was shown'],
    ['is killed', 'kill -9 $$', 'Electron ended (SIGKILL) before its window was shown'],
    [
      'lacks a library',
      'echo "electron: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127',
      'the library libnss3.so is missing',
    ],
    [
      'may not use its sandbox',
      'echo "[1:FATAL:zygote_host_impl_linux.cc(132)] No usable sandbox! If you are running on Ubuntu 23.10+" >&2; kill -TRAP $$',
      "this system forbids Electron's sandbox (to allow it: sudo chown root 'DIST/chrome-sandbox' && sudo chmod 4755 'DIST/chrome-sandbox')",
    ],
    [
      'finds no screen',
      'echo "[1:ERROR:ozone_platform_x11.cc(259)] Missing X server or \\$DISPLAY" >&2; exit 1',
      'the display can not be opened',
    ],
  ])('%s: opens browser mode and says why', async (_, script, why) => {
    const { exitCode, told, checkout } = await open(script, { options: { root: '/repo', port: 81 } });
    expect([exitCode, told]).toEqual([0, `whence: Whence 9.9.9 opens in browser mode: ${why}.\n`]);
    expect(checkout.browserArguments()).toEqual(['serve', '--port', '81', '--no-open', '--', '/repo']);
  });

  it('shows no window in time: ends it and opens browser mode', async () => {
    const { told, checkout } = await open('while :; do sleep 0.05; done', { limits: { readyMs: 500 } });
    expect(told).toBe('whence: Whence 9.9.9 opens in browser mode: Electron showed no window in time.\n');
    expect(checkout.browserArguments()).not.toBeNull();
  });

  it('can not be run at all: opens browser mode', async () => {
    const { told, checkout } = await open('exit 0', {
      before: ({ electron }) => chmodSync(join(electron, 'electron'), 0o644),
    });
    expect(told).toBe('whence: Whence 9.9.9 opens in browser mode: Electron can not be run (EACCES).\n');
    expect(checkout.browserArguments()).not.toBeNull();
  });

  it('is for another processor: opens browser mode', async () => {
    const { told, checkout } = await open('', {
      before: ({ electron }) =>
        writeFileSync(join(electron, 'electron'), Buffer.from('\x7fELF\x02\x01\x01\0(\0;)\n\0', 'latin1')),
    });
    expect(told).toContain('opens in browser mode: ');
    expect(checkout.browserArguments()).not.toBeNull();
  });

  it('has no loader here: opens browser mode and says so', async () => {
    const { told } = await open('', {
      before: ({ electron }) => writeFileSync(join(electron, 'electron'), '#!/no/such/loader\n'),
    });
    expect(told).toContain('opens in browser mode: this system has not the C library that Electron needs (glibc).');
  });

  it('can not be followed, without a place for temporary files: opens browser mode', async () => {
    const { told, checkout } = await open('exit 0', { before: () => vi.stubEnv('TMPDIR', '/no/such/folder') });
    expect(told).toMatch(/opens in browser mode: Electron can not be used \(.*ENOENT.*\)\.\n$/);
    expect(checkout.browserArguments()).not.toBeNull();
  });

  it('is not asked for, with --browser: does not start it', async () => {
    const { told, checkout } = await open('echo started >"$LOG"', {
      options: { browser: true, dataFolder: '/d', open: true },
    });
    expect(told).toBe('whence: Whence 9.9.9 opens in browser mode: as asked with --browser.\n');
    expect([checkout.log(), checkout.browserArguments()]).toEqual(['', ['serve', '--data-dir', '/d', '--port', '0']]);
  });
});

describe.skipIf(process.platform === 'win32')('npm start --smoke', () => {
  it('ends Electron once its window is shown', async () => {
    const { exitCode, told } = await open(
      `trap 'exit 0' TERM; printf shown >"$WHENCE_READY"; while :; do sleep 0.05; done`,
      { options: { smoke: true } },
    );
    expect([exitCode, told]).toEqual([0, expect.stringContaining('its window is shown')]);
  });

  it('ends browser mode once it listens', async () => {
    const { exitCode, told } = await open('exit 133', { options: { smoke: true, root: '/says-where' } });
    // It was ended by SIGTERM: the stand-in has no handler.
    expect([exitCode, told]).toEqual([143, expect.stringContaining('browser mode listens')]);
  });
});

describe.skipIf(process.platform === 'win32')('signals to npm start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'reach Electron once when %s comes several times',
    async (signal) => {
      // Ends when the file `end` is there, so that a second signal would be seen.
      const checkout = makeFakeCheckout(`
      for name in INT TERM HUP; do trap "echo $name >>'$LOG'" $name; done
      printf shown >"$WHENCE_READY"; echo ready >>"$LOG"
      while [ ! -e "$(dirname "$LOG")/end" ]; do sleep 0.05; done; exit 0`);
      const start = spawn(
        process.execPath,
        [join(ownCheckout, 'test/scripts/start/driver.mjs'), checkout.folder, checkout.electron],
        {
          // A group of its own, as a terminal makes for what is typed.
          detached: true,
          stdio: 'ignore',
        },
      );
      const group = start.pid ?? 0;
      onTestFinished(() => {
        writeFileSync(join(checkout.folder, 'end'), '');
        start.kill('SIGKILL');
      });
      const ended = once(start, 'exit');
      await expect.poll(checkout.log, { timeout: 30_000 }).toBe('ready\n');
      // The terminal tells the group, and npm passes its own on.
      process.kill(-group, signal);
      start.kill(signal);
      await expect.poll(checkout.log, { timeout: 30_000 }).toBe(`ready\n${signal.slice(3)}\n`);
      start.kill(signal);
      start.kill('SIGINT');
      writeFileSync(join(checkout.folder, 'end'), '');
      expect(await ended).toEqual([0, null]);
      expect(checkout.log()).toBe(`ready\n${signal.slice(3)}\n`);
    },
  );

  it('before the window is shown end the start: no browser mode opens', async () => {
    const checkout = makeFakeCheckout(`trap 'exit 0' INT; echo ready >>"$LOG"; while :; do sleep 0.05; done`);
    const start = spawn(
      process.execPath,
      [join(ownCheckout, 'test/scripts/start/driver.mjs'), checkout.folder, checkout.electron],
      {
        stdio: 'ignore',
      },
    );
    onTestFinished(() => void start.kill('SIGKILL'));
    const ended = once(start, 'exit');
    await expect.poll(checkout.log, { timeout: 30_000 }).toBe('ready\n');
    start.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(checkout.browserArguments()).toBeNull();
  });
});
