import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium, _electron as electron, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from '../helpers/command-line.ts';
import { makeSampleRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';
import { launchChromium } from './helpers/browser.ts';
import { complaintsOf, search } from './helpers/window.ts';

const main = join(checkout, 'out/node/main.js');
const program = electronProgram();

/** Electron's program where its binary is installed, else null. */
function electronProgram(): string | null {
  const folder = join(checkout, 'node_modules/electron');
  const named = join(folder, 'path.txt');
  const path = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : '';
  return existsSync(path) ? path : null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Application {
  readonly process: ChildProcess;
  readonly page: Page;
  readonly output: () => string;
}

/** Starts the built main bundle with the stand-in in Electron's place. */
async function startStandIn(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Application> {
  const port = await freePort();
  await launchChromium([`--remote-debugging-port=${port}`]);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  const opened = context!.waitForEvent('page');
  const child = spawn(process.execPath, ['--import', join(checkout, 'test/e2e/stand-in/register.ts'), main, ...args], {
    env: { ...process.env, ...environment, STAND_IN_BROWSER: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  child.once('exit', (code) => {
    if (code !== 0) process.stderr.write(output);
  });
  return { process: child, page: await opened, output: () => output };
}

/** What a person does first: open, index, search, look at a file and at who wrote it. */
async function walkThrough(page: Page): Promise<void> {
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

function prepare(): { repository: string; data: string; environment: Record<string, string> } {
  const folder = temporaryFolder();
  const repository = join(folder, 'sample');
  const data = join(folder, 'data');
  makeSampleRepository(repository);
  const model = join(folder, 'model');
  writeTinyModel(model);
  return { repository, data, environment: { WHENCE_DATA: data, WHENCE_MODEL: model } };
}

describe('Electron', () => {
  it('runs the built main and preload through the main path with a stand-in for Electron', async () => {
    const { repository, data, environment } = prepare();
    const application = await startStandIn({ ...environment, STAND_IN_PICK: repository });
    const { page } = application;
    const complaints = complaintsOf(page);
    await page.getByRole('button', { name: 'Open a repository' }).click();
    await walkThrough(page);
    await page.getByRole('button', { name: 'Show in its folder' }).click();
    await expect.poll(application.output).toContain(`shown ${join(repository, 'src', 'backoff.ts')}`);
    expect(await page.evaluate(() => Object.keys((window as unknown as { whence: object }).whence).sort())).toEqual([
      'call',
      'cancel',
      'onEvent',
      'pathForFile',
    ]);
    expect(complaints).toEqual([]);
    const exited = once(application.process, 'exit');
    await page.close();
    expect((await exited)[0]).toBe(0);
    expect(JSON.parse(readFileSync(join(data, 'window.json'), 'utf8'))).toMatchObject({ width: 1280, height: 800 });
  });

  it('opens the repository that it was started with, and refuses calls that are not as agreed', async () => {
    const { repository, environment } = prepare();
    const { page } = await startStandIn(environment, [repository]);
    await page.getByText('up to date').waitFor({ timeout: 60_000 });
    const answers = await page.evaluate(async () => {
      const { whence } = window as unknown as {
        whence: { call(id: string, name: string, request: unknown): Promise<unknown> };
      };
      return [
        await whence.call('1', 'repositories.open', { path: '/etc', extra: true }),
        await whence.call('2', 'no.such.call', {}),
        await whence.call('3', 'repositories.list', {}),
      ];
    });
    expect(answers).toMatchObject([
      { ok: false, error: { code: 'BAD_REQUEST' } },
      { ok: false, error: { code: 'BAD_REQUEST' } },
      { ok: true, data: [{ name: 'sample', state: 'up-to-date' }] },
    ]);
  });

  it.skipIf(program === null)('Electron smoke: opens, indexes and searches in Electron itself', async () => {
    const { repository, environment } = prepare();
    const application = await electron.launch({
      executablePath: program ?? '',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), checkout, repository],
      env: { ...(process.env as Record<string, string>), ...environment },
    });
    onTestFinished(async () => application.close());
    const page = await application.firstWindow();
    await walkThrough(page);
    expect(await page.title()).toBe('Whence');
  });
});
