import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { prepareSample, spawnStandIn, startStandIn, walkThrough } from './helpers/stand-in.ts';
import { complaintsOf } from './helpers/window.ts';

describe('Electron', () => {
  it('runs the built main and preload through the main path with a stand-in for Electron', async () => {
    const { repository, data, environment } = prepareSample();
    // As on Wayland, where nothing is painted before the window is shown.
    const application = await startStandIn({ ...environment, STAND_IN_PICK: repository, STAND_IN_WAYLAND: '1' });
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

  it('opens the repository that it was started with, says that its window is shown, and refuses calls that are not as agreed', async () => {
    const { repository, environment } = prepareSample();
    const ready = join(temporaryFolder(), 'ready');
    // As `npm start` does.
    const started = { ...environment, WHENCE_READY: ready };
    const { page, process: running } = await startStandIn(started, ['--ozone-platform=x11', `--open=${repository}`]);
    await page.getByText('up to date').waitFor({ timeout: 60_000 });
    await expect.poll(() => existsSync(ready) && readFileSync(ready, 'utf8'), { timeout: 30_000 }).toBe('shown');
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

    // A second start hands over what it was asked for, and ends; a signal is a wish to quit.
    const other = join(temporaryFolder(), 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'notes.md'), '# Notes\n');
    const second = spawnStandIn(environment, [join(other, 'notes.md')]);
    expect((await once(second, 'exit'))[0]).toBe(0);
    await page.getByText('# Notes').first().waitFor({ timeout: 60_000 });
    await expect.poll(async () => page.title(), { timeout: 30_000 }).toBe('other – Whence');
    const exited = once(running, 'exit');
    running.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });
});
