import { execFile, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from '../helpers/command-line.ts';
import { makeSampleRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const run = promisify(execFile);
/** No display, whatever machine this runs on. */
const environment = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };

describe('bin/whence', () => {
  it.skipIf(process.platform === 'win32')(
    'runs through a link, from any folder, with arguments left as they are',
    async () => {
      const folder = temporaryFolder();
      const link = join(folder, 'wh');
      const repository = join(folder, 'a repo; with $odd "name"');
      symlinkSync(join(checkout, 'bin/whence'), join(folder, 'inner'));
      symlinkSync('inner', link);
      makeSampleRepository(repository);
      const options = { cwd: folder, env: environment };
      const { stdout } = await run(
        link,
        ['status', 'a repo; with $odd "name"', '--data-dir', 'data', '--json'],
        options,
      );
      expect(JSON.parse(stdout)).toMatchObject({ root: repository, state: 'not-indexed' });
    },
  );
});

describe('npm start', () => {
  it('says which window it opens and why, prints the address, and does no needless work', async () => {
    const data = temporaryFolder();
    const child = spawn(process.execPath, [join(checkout, 'scripts/start.mjs'), '--no-open'], {
      env: { ...environment, WHENCE_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    await expect.poll(() => output, { timeout: 100_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/);
    expect(output).toMatch(/opens in (browser mode|Electron): .+\./);
    expect(output).not.toContain('installing');
    const page = await fetch(/http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0] ?? '');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Whence</title>')]);
    const exited = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });
});
