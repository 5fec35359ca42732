import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { checkout } from '../../helpers/command-line.ts';
import { makeSampleRepository } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';
import { launchChromium } from './browser.ts';
import { search } from './window.ts';

const builtMain = join(checkout, 'out/node/main.js');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A running application. */
export interface Application {
  readonly process: ChildProcess;
  readonly page: Page;
  readonly output: () => string;
}

/** Starts the process alone: one that finds a Whence running has no window. It ends with the test. */
export function spawnStandIn(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  main = builtMain,
): ChildProcessByStdio<null, Readable, Readable> {
  const register = join(checkout, 'test/e2e/stand-in/register.ts');
  const child = spawn(process.execPath, ['--import', register, main, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Starts a built main bundle, the checkout's unless told, with the stand-in in Electron's place. */
export async function startStandIn(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  main = builtMain,
): Promise<Application> {
  const port = await freePort();
  await launchChromium([`--remote-debugging-port=${port}`]);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  const opened = context!.waitForEvent('page');
  const child = spawnStandIn({ ...environment, STAND_IN_BROWSER: `http://127.0.0.1:${port}` }, args, main);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  child.once('exit', (code) => {
    if (code !== 0) process.stderr.write(output);
  });
  return { process: child, page: await opened, output: () => output };
}

/** What a person does first: open, index, search, look at a file and at who wrote it. */
export async function walkThrough(page: Page): Promise<void> {
  await page.getByText('up to date').waitFor({ timeout: 60_000 });
  await search(page, 'how long to wait before the next try');
  await page
    .getByRole('option', { name: /backoff\.ts/ })
    .first()
    .click();
  await expect.poll(async () => page.locator('main').textContent(), { timeout: 30_000 }).toMatch(/Ada Example/);
  await page.getByRole('button', { name: 'History of the file' }).click();
  await page.getByText('Wait up to a minute').first().waitFor();
}

/** A repository to open, a data folder and a small model. */
export function prepareSample(): { repository: string; data: string; environment: Record<string, string> } {
  const folder = temporaryFolder();
  const repository = join(folder, 'sample');
  const data = join(folder, 'data');
  makeSampleRepository(repository);
  const model = join(folder, 'model');
  writeTinyModel(model);
  return { repository, data, environment: { WHENCE_DATA: data, WHENCE_MODEL: model } };
}
