import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { electronProgram } from '../../../scripts/start/electron-program.mjs';
import { installElectron } from '../../../scripts/start/install-electron.mjs';
import { type FakeCheckout, makeFakeCheckout } from './fake-checkout.ts';

let checkout: FakeCheckout;
beforeEach(() => {
  checkout = makeFakeCheckout('');
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

/** Puts a script in the place of the package's own, which writes down that it ran. */
function setScript(script: string): void {
  writeFileSync(
    join(checkout.folder, 'node_modules/electron/install.js'),
    `const { appendFileSync, mkdtempSync, writeFileSync } = require('node:fs');
     const { tmpdir } = require('node:os');
     appendFileSync(${JSON.stringify(join(checkout.folder, 'log'))}, 'ran\\n');
     writeFileSync(mkdtempSync(tmpdir() + '/electron-download-') + '/part.zip', 'bytes');
     ${script}`,
  );
}

const install = async (at = '2030-01-01T10:00:00Z', stallMs = 60_000): Promise<string | null> =>
  installElectron({ checkout: checkout.folder, node: process.execPath, stallMs, now: () => new Date(at) });

afterEach(() => {
  vi.restoreAllMocks();
});

describe('installElectron', () => {
  it('installs, and leaves nothing behind', async () => {
    setScript('');
    expect(await install()).toBeNull();
    expect(readdirSync(join(checkout.folder, '.cache'))).toEqual([]);
  });

  it('remembers a failure for a day, and says how to try at once', async () => {
    setScript('console.error("\\nTypeError: fetch failed\\n    at x"); process.exit(1);');
    const hint = 'no connection to where it is downloaded from';
    expect(await install()).toBe(
      `Electron's binary could not be installed: ${hint} (to try at once: npx install-electron)`,
    );
    expect(await install('2030-01-02T09:59:00Z')).toBe(
      `Electron's binary could not be installed at 2030-01-01 10:00 UTC: ${hint}; it is tried again after a day (to try at once: npx install-electron)`,
    );
    expect(checkout.log()).toBe('ran\n');
    await install('2030-01-02T10:00:00Z');
    expect(checkout.log()).toBe('ran\nran\n');
    // A clock that was set back, and another version.
    await install('2029-01-01T00:00:00Z');
    expect(checkout.log()).toBe('ran\nran\nran\n');
    writeFileSync(join(checkout.folder, 'node_modules/electron/package.json'), '{ "version": "46.0.0" }');
    await install('2029-01-01T00:00:01Z');
    expect(checkout.log()).toBe('ran\nran\nran\nran\n');
    expect(existsSync(join(checkout.folder, '.cache/electron-download'))).toBe(false);
  });

  it('passes on what else the script says, and what the system is asked for a proxy', async () => {
    setScript(
      'console.error(`HTTPError: Response code 407 ${process.env.NODE_USE_ENV_PROXY}\\n    at x`); process.exit(1);',
    );
    expect(await install()).toContain('could not be installed: Response code 407 1 (');
  });

  it('gives up a download when no more bytes come', async () => {
    setScript('setInterval(() => {}, 1000);');
    expect(await install(undefined, 500)).toContain('no byte came for 0.5 s');
    expect(readdirSync(join(checkout.folder, '.cache'))).toEqual(['electron-install-failed.json']);
  });

  it('tries again when the memory of a failure is damaged', async () => {
    setScript('');
    mkdirSync(join(checkout.folder, '.cache'));
    writeFileSync(join(checkout.folder, '.cache/electron-install-failed.json'), '45.0.0');
    expect(await install()).toBeNull();
  });
});

describe('electronProgram', () => {
  it("finds the package's own binary once it is complete, and another one that is named", () => {
    const own = join(checkout.folder, 'node_modules/electron/dist');
    expect(electronProgram(checkout.folder, {})).toBeNull();
    mkdirSync(own);
    writeFileSync(join(own, 'electron'), '');
    expect(electronProgram(checkout.folder, {})).toBe(join(own, 'electron'));
    const named = { ELECTRON_OVERRIDE_DIST_PATH: checkout.electron };
    expect(electronProgram(checkout.folder, named)).toBe(join(checkout.electron, 'electron'));
    expect(electronProgram(checkout.folder, { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).toBeNull();
  });
});
