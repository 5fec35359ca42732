import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { embedByHash } from '../../faults/embed-by-hash.ts';
import { storeText } from '../../helpers/store-text.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const model = { id: 'wide', revision: 'r1', dimensions: 256, templateVersion: 1 };

/** Words that do not compress. */
const noise = (seed: number): string =>
  Array.from({ length: 60 }, (_, i) => Math.abs(Math.sin(seed * 1000 + i)).toString(36)).join(' ');

const isKept = (path: string): boolean => path.endsWith('7.txt');

function remove(writer: IndexWriter, keep: (path: string) => boolean): void {
  const gone = writer.knownFiles().filter((file) => !keep(file.path));
  const steps = writer.reading.remove(gone);
  while (steps.next().done !== true);
}

it('gives space back after most files are gone, and keeps the vectors of the others', async () => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root: '/', appVersion: 'test' });
  writer.database.exec('BEGIN');
  for (let i = 0; i < 6500; i += 1) storeTextQuickly(writer, `f${i}.txt`, noise(i));
  writer.database.exec('COMMIT');
  embedByHash(writer, { model, size: 500 });
  const vectorsOf = (): unknown[] =>
    writer.database
      .prepare(
        'SELECT f.path, hex(v.embedding) AS vector FROM vectors_a v JOIN chunks c ON c.id = v.rowid JOIN files f ON f.id = c.file_id ORDER BY f.path',
      )
      .all();
  const before = vectorsOf().filter((row) => isKept((row as { path: string }).path));
  writer.database.pragma('wal_checkpoint(TRUNCATE)');
  const full = statSync(file).size;
  remove(writer, isKept);
  writer.tidy();
  writer.database.exec('DELETE FROM vector_cache');
  const freed = await writer.compact();
  expect(freed).toBeGreaterThan(full / 3);
  expect(statSync(file).size).toBeLessThan(full - freed / 2);
  expect(vectorsOf()).toEqual(before);
  expect((await writer.verify({ repair: false })).findings).toEqual([]);
  expect(await writer.compact()).toBe(0);
  writer.close();
}, 60_000);

/** Without a look for a file of that path before. */
function storeTextQuickly(writer: IndexWriter, path: string, text: string): void {
  storeText({ reading: writer.reading, knownFiles: () => [] }, path, text);
}
