import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whence } from '../helpers/command-line.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Python's grammar forks without end on it: 20 kB take all the memory that WebAssembly gives. */
const hostile = `${'/*'.repeat(450)}\n`.repeat(22);

it('a file that breaks the parser down fails alone, is counted, listed, said by the exit code, and can be read again', async () => {
  const root = temporaryFolder();
  const folder = join(temporaryFolder(), 'data');
  const others = Array.from({ length: 60 }, (_, i): [string, string] => [
    `m${i}.js`,
    `function harmless${i}() { return ${i}; }\n`,
  ]);
  writeFiles(root, { ...Object.fromEntries(others), 'a0.py': hostile, 'a1.py': hostile });
  const index = (...options: string[]): ReturnType<typeof whence> =>
    whence(['index', root, '--phase', '1', '--data-dir', folder, ...options]);

  const first = await index();
  expect(first).toMatchObject({ code: 3, stdout: expect.stringMatching(/^60 files, .* 0 left out, 2 failed;/) });
  expect(first.stderr).toContain('--retry-failed');
  expect(first.stderr).not.toContain('Aborted');

  const skipped = await whence(['skipped', root, '--data-dir', folder]);
  expect(skipped.stdout.split('\n')).toEqual([
    expect.stringMatching(/^failed +a0\.py {2}\(the parser broke down on it/),
    expect.stringMatching(/^failed +a1\.py {2}\(the parser broke down on it/),
    '2 left out',
    '',
  ]);
  expect((await whence(['status', root, '--data-dir', folder])).stdout).toContain(
    '2 files failed and are not searched',
  );

  // Nothing changed: a plain run leaves them as they are, and says that they are; the other one finds them mended.
  expect((await index()).code).toBe(3);
  writeFiles(root, { 'a1.py': 'def harmless():\n    return 1\n' });
  expect(await index('--retry-failed')).toMatchObject({
    code: 3,
    stdout: expect.stringMatching(/^61 files, .* 1 failed;/),
  });
});
