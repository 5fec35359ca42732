import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPhase } from '../../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { embedByHash } from '../../faults/embed-by-hash.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

const limits = { maxFileBytes: 1 << 20, includeVendored: false };
const signal = new AbortController().signal;

/** An index whose files left it in the order of their names, their vectors last used at 1, 2, 3 … */
async function indexWithCache(names: readonly string[]): Promise<IndexWriter> {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  const read = (): Promise<unknown> => readPhase({ writer, root, limits, signal, onProgress: () => undefined });
  writeFiles(root, Object.fromEntries(names.map((name) => [name, `Notes about ${name}\n`])));
  const writer = await openWriter(join(folder, 'index.sqlite'), { root, appVersion: 'test' });
  await read();
  embedByHash(writer);
  for (const name of names) rmSync(join(root, name));
  writeFiles(root, { 'left.txt': 'What is left\n' });
  await read();
  const used = databaseOf(writer).prepare<[number, string]>('UPDATE vector_cache SET last_used = ? WHERE path = ?');
  for (const [i, name] of names.entries()) used.run(i + 1, name);
  return writer;
}

const cached = (writer: IndexWriter): string[] =>
  databaseOf(writer).prepare<[], string>('SELECT path FROM vector_cache ORDER BY path').pluck().all();

// Catches a cache that drops what was used last, and one that never drops anything.
it('drops the vectors that were not used for longest', async () => {
  const writer = await indexWithCache(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
  writer.tidy();
  expect(cached(writer)).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
  writer.tidy({ cachedVectors: 2 });
  expect(cached(writer)).toEqual(['d.txt', 'e.txt']);
  writer.tidy({ cachedVectors: 0 });
  expect(cached(writer)).toEqual([]);
  writer.close();
});
