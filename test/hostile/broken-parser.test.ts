import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createChunker } from '../../src/engine/chunking/index.ts';
import { grammarFolder } from '../helpers/chunking.ts';
import { whence } from '../helpers/command-line.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Python's grammar forks without end on it: it takes all the memory that WebAssembly gives. */
const hostile = `${'/*'.repeat(450)}\n`.repeat(8);

/**
 * How many files failed. On a very slow machine the parser runs out of time before it runs out of memory: then the file is cut into
 * windows of lines, and has not failed.
 */
const failedOf = (stdout: string): number => Number(/, (\d+) failed;/.exec(stdout)?.[1] ?? 0);

it('a parser that breaks down is given up, with all the memory that it may have', async () => {
  const chunker = await createChunker({ grammarFolder: grammarFolder(), timeBudgetMs: 240_000 });
  await expect(chunker.chunk({ path: 'a.py', text: hostile })).rejects.toThrow('the parser broke down on it');
});

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
  const failed = failedOf(first.stdout);
  expect([first.code, Number.parseInt(first.stdout, 10)]).toEqual([failed > 0 ? 3 : 0, 62 - failed]);
  expect(first.stderr.includes('--retry-failed')).toBe(failed > 0);
  expect(first.stderr).not.toContain('Aborted');

  const skipped = await whence(['skipped', root, '--data-dir', folder]);
  const lines = skipped.stdout
    .split('\n')
    .filter((line) => /^failed +a[01]\.py {2}\(the parser broke down on it/.test(line));
  expect(lines).toHaveLength(failed);

  // Nothing changed: a plain run leaves them as they are, and says that they are; the other one reads them again.
  expect((await index()).code).toBe(failed > 0 ? 3 : 0);
  writeFiles(root, { 'a0.py': 'def harmless():\n    return 0\n', 'a1.py': 'def harmless():\n    return 1\n' });
  expect(await index('--retry-failed')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^62 files/) });
});
