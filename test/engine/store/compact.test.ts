import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWriter } from '../../../src/engine/store/index.ts';
import { VectorIndexWriter } from '../../../src/engine/store/vector-index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

const dimensions = 2048;
const vectorOf = (id: number): Int8Array =>
  Int8Array.from({ length: dimensions }, (_, i) => ((id * 31 + i * 7) % 255) - 127);

it('gives space back when most vectors are gone, and keeps the others', async () => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root: '/', appVersion: 'test' });
  writer.useModel({ id: 'wide', revision: 'r1', dimensions, templateVersion: 1 });
  const database = databaseOf(writer);
  const vectors = new VectorIndexWriter(database, 'vectors_a', dimensions);
  const ids = Array.from({ length: 5200 }, (_, i) => i + 1);
  const kept = ids.filter((id) => id % 10 === 7);
  database.transaction(() => ids.forEach((id) => vectors.insert(id, vectorOf(id))))();
  database.pragma('wal_checkpoint(TRUNCATE)');
  const full = statSync(file).size;
  database.transaction(() => vectors.remove(ids.filter((id) => id % 10 !== 7)))();
  const freed = await writer.compact();
  expect(freed).toBeGreaterThan(full / 2);
  expect(statSync(file).size).toBeLessThan(full / 2);
  expect(kept.filter((id) => vectors.get(id)?.join() !== vectorOf(id).join())).toEqual([]);
  expect(await writer.compact()).toBe(0);
  writer.close();
});
