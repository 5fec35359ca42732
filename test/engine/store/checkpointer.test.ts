import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type IndexWriter, openReader, openWriter } from '../../../src/engine/store/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const megabyte = 1 << 20;

function write(writer: IndexWriter, megabytes: number): void {
  for (let i = 0; i < megabytes; i += 1) writer.recordEvent('indexed', randomBytes(megabyte / 2).toString('hex'));
  writer.recordMetrics([['search.took', 1]]);
}

it('a long WAL is moved into the index while its writer goes on; closing in the middle leaves nothing behind', async () => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root: '/none', appVersion: 'test' });
  write(writer, 8);
  const before = statSync(file).size;
  await expect.poll(() => statSync(file).size, { timeout: 20_000 }).toBeGreaterThan(before + 7 * megabyte);
  write(writer, 8);
  await new Promise((resolve) => {
    setTimeout(resolve, 505);
  });
  writer.close();
  expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
  const reader = openReader(file);
  expect(reader.events(100)).toHaveLength(16);
  reader.close();
});

it('emptying a long WAL in a thread leaves nothing for the closing to do on the owner’s time', async () => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root: '/none', appVersion: 'test' });
  write(writer, 8);
  await writer.settle();
  expect(statSync(`${file}-wal`).size).toBe(0);
  // Asked again while one is under way, both end.
  write(writer, 2);
  await Promise.all([writer.settle(), writer.settle()]);
  expect(statSync(`${file}-wal`).size).toBe(0);
  writer.close();
  await writer.settle();
  const reader = openReader(file);
  expect(reader.events(100)).toHaveLength(10);
  reader.close();
});
