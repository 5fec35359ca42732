import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createReadingPool, readPhase } from '../../src/engine/ingest/index.ts';
import { createSearchService } from '../../src/engine/search/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import type { SearchAnswer } from '../../src/shared/contract/search.ts';
import { splitLines } from '../../src/engine/text/lines.ts';
import { makeLargeRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { embedByHash } from './embed-by-hash.ts';

it('100 searches at once while both phases write get answers, and only true ones', async () => {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  makeLargeRepository(root, 120);
  const indexFile = join(folder, 'index.sqlite');
  const writer = await openWriter(indexFile, { root, appVersion: 'test' });
  const pool = createReadingPool();
  onTestFinished(async () => {
    writer.close();
    await pool.close();
  });
  const reading = readPhase({
    writer,
    root,
    limits: { maxFileBytes: 1 << 20, includeVendored: false },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    pool,
  });
  const services = Array.from({ length: 4 }, () => createSearchService({ indexFile, model: null, root }));
  const words = ['cache', 'token', 'buffer', 'vectorToCommit', '"input.length"', 'fold record'];
  const hundred = async (): Promise<readonly SearchAnswer[]> =>
    Promise.all(
      Array.from({ length: 100 }, async (_, i) =>
        pickOf(services, i).query({ text: pickOf(words, i), mode: 'keyword' }, new AbortController().signal),
      ),
    );
  const phases = { running: true };
  const writing = (async () => {
    await reading;
    for (let i = 0; i < 40; i += 1) {
      embedByHash(writer, { limit: 10 });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    phases.running = false;
  })();
  const answers: SearchAnswer[] = [];
  while (phases.running) answers.push(...(await hundred()));
  answers.push(...(await hundred()));
  await writing;
  await Promise.all(services.map((service) => service.dispose()));
  const shown = answers.flatMap((answer) => answer.results);
  const wrong = shown.flatMap(({ path, snippet }) => {
    const lines = splitLines(readFileSync(join(root, path), 'utf8'));
    return snippet.filter(({ line, text }) => lines[line - 1] !== text).map(({ line }) => `${path}:${line}`);
  });
  expect(wrong).toEqual([]);
  expect(answers.slice(-100).every(({ results }) => results.length > 0)).toBe(true);
  expect(answers.length).toBeGreaterThanOrEqual(200);
}, 120_000);

function pickOf<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length];
  if (item === undefined) throw new Error('the list is empty');
  return item;
}
