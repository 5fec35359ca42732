// Electron itself, where its binary is installed; CI makes a missing one a failure with WHENCE_REQUIRE_ELECTRON=1. With
// WHENCE_PACKED=FOLDER it is the app that `npm run package -- --dir` laid out there, else the checkout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ElectronApplication, _electron as electron } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { electronProgram } from '../../scripts/start/electron-program.mjs';
import { checkout } from '../helpers/command-line.ts';
import { makeSampleRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { prepareSample, walkThrough } from './helpers/stand-in.ts';

interface Whence {
  readonly program: string;
  /** Arguments before the person's own. */
  readonly args: readonly string[];
}

/** Chromium's sandbox does not run as root. */
const asRoot = process.getuid?.() === 0;
const whence = findWhence();

function findWhence(): Whence | null {
  const packed = process.env['WHENCE_PACKED'];
  const program = packed ? packedProgram(resolve(checkout, packed)) : electronProgram(checkout);
  if (program === null) {
    if (process.env['WHENCE_REQUIRE_ELECTRON']) throw new Error("Electron's binary is not installed");
    return null;
  }
  return { program, args: packed ? [] : [checkout] };
}

/** The program that electron-builder laid out below a folder, whatever the system. */
function packedProgram(folder: string): string | null {
  const laidOut = namesIn(folder).find((name) => /-unpacked$|^mac/.test(name));
  if (laidOut === undefined) return null;
  const place = join(folder, laidOut, process.platform === 'darwin' ? 'Whence.app/Contents/MacOS' : '');
  const program = namesIn(place).find((name) => /^whence(?:\.exe)?$/i.test(name));
  return program === undefined ? null : join(place, program);
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

async function launch(
  { program, args }: Whence,
  environment: Readonly<Record<string, string>>,
  path: string,
): Promise<ElectronApplication> {
  const application = await electron.launch({
    executablePath: program,
    args: [...args, path],
    chromiumSandbox: !asRoot,
    env: { ...(process.env as Record<string, string>), ...environment },
  });
  onTestFinished(async () => application.close());
  return application;
}

const isShown = async (application: ElectronApplication): Promise<boolean> =>
  application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));

describe.skipIf(whence === null)('Electron smoke', () => {
  it('shows its window, opens what it was given, indexes, searches, blames, and quits', async () => {
    const { repository, data, environment } = prepareSample();
    const application = await launch(whence!, environment, repository);
    const page = await application.firstWindow();
    await walkThrough(page);
    // Not the checkout, which stands on the command line as well.
    expect(await page.title()).toBe('sample – Whence');
    expect(await isShown(application)).toBe(true);
    const exited = once(application.process(), 'exit');
    await application.evaluate(({ app }) => app.quit());
    expect((await exited)[0]).toBe(0);
    expect(existsSync(join(data, 'window.json'))).toBe(true);
  });

  it('opens in the running app what a second start was given', async () => {
    const { repository, environment } = prepareSample();
    const second = join(temporaryFolder(), 'second-sample');
    makeSampleRepository(second);
    const application = await launch(whence!, environment, repository);
    const page = await application.firstWindow();
    await page.getByText('up to date').waitFor();
    const { program, args } = whence!;
    const other = spawn(program, [...args, ...(asRoot ? ['--no-sandbox'] : []), second], {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    });
    expect((await once(other, 'exit'))[0]).toBe(0);
    await expect.poll(async () => page.title(), { timeout: 60_000 }).toBe('second-sample – Whence');
  });
});
