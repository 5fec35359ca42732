import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WorkerPool } from '../../../src/engine/ingest/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A worker that dies at a file called `crash` and never answers for one called `hang`. */
const faulty = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, kind, request }) => {
    if (request.path === 'crash') process.exit(7);
    if (request.path === 'throw') throw new Error('no memory left');
    if (request.path === 'hang') for (;;);
    parentPort.postMessage({ id, kind, answer: { state: 'gone' } });
  });
`;

it('a worker that crashes or hangs costs its file only; what waited behind it is done by its successor', async () => {
  const entry = join(temporaryFolder(), 'faulty.mjs');
  writeFileSync(entry, faulty);
  const pool = new WorkerPool({ grammarFolder: '', workers: 1, timeBudgetMs: 300, entry });
  onTestFinished(() => pool.close());
  const read = (path: string): Promise<unknown> =>
    pool.read({ root: '/', path, knownHash: null, maxFileBytes: 1 }).then(
      ({ state }) => state,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
  const ends = await Promise.all(['a', 'crash', 'b', 'hang', 'c', 'throw', 'd'].map(read));
  expect(ends).toEqual([
    'gone',
    'its worker ended with code 7',
    'gone',
    'it took more than 0.3 s',
    'gone',
    'no memory left',
    'gone',
  ]);
});
