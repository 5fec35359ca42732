import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WorkerPool } from '../../../src/engine/ingest/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A worker that dies at a file called `crash` and never answers for one called `hang`. */
const faulty = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, request }) => {
    if (request.path === 'crash') process.exit(7);
    if (request.path === 'throw') throw new Error('no memory left');
    if (request.path === 'hang') for (;;);
    parentPort.postMessage({ type: 'done', id, result: { ok: true, data: { state: 'gone' } }, spent: false });
  });
`;

/** What each file comes to, read by one worker and its successors. */
async function endsOf(paths: readonly string[]): Promise<string[]> {
  const entry = join(temporaryFolder(), 'faulty.mjs');
  writeFileSync(entry, faulty);
  const pool = new WorkerPool({ grammarFolder: '', workers: 1, timeBudgetMs: 4000, entry });
  onTestFinished(() => pool.close());
  const read = (path: string): Promise<string> =>
    pool.read({ root: '/', path, knownHash: null, maxFileBytes: 1 }).then(
      ({ state }) => state,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
  return Promise.all(paths.map(read));
}

it('a worker that crashes or hangs costs its file only; what waited behind it is done by its successor', async () => {
  const ends = await endsOf(['a', 'crash', 'b', 'hang', 'c', 'throw', 'd']);
  expect(ends).toEqual([
    'gone',
    'its worker ended with code 7',
    'gone',
    'it took more than 4 s',
    'gone',
    'no memory left',
    'gone',
  ]);
});

it('an error that overtakes the answer before it neither takes its place nor loses a file', async () => {
  const rounds = Array.from({ length: 12 });
  const ends = await endsOf(rounds.flatMap(() => ['a', 'throw']));
  expect(ends).toEqual(rounds.flatMap(() => ['gone', 'no memory left']));
});

it('what was given up is not waited for, and what comes after it is done', async () => {
  const entry = join(temporaryFolder(), 'faulty.mjs');
  writeFileSync(entry, faulty);
  const pool = new WorkerPool({ grammarFolder: '', workers: 1, timeBudgetMs: 4000, entry });
  onTestFinished(() => pool.close());
  const stop = new AbortController();
  const read = (path: string, signal?: AbortSignal): Promise<string> =>
    pool.read({ root: '/', path, knownHash: null, maxFileBytes: 1 }, signal).then(
      ({ state }) => state,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
  const given = ['hang', 'a', 'b', 'c'].map((path) => read(path, stop.signal));
  const later = ['d', 'e', 'f'].map((path) => read(path));
  stop.abort();
  expect((await Promise.all(given)).slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'The request was cancelled.'));
  expect(await Promise.all(later)).toEqual(['gone', 'gone', 'gone']);
});
