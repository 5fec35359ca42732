import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createReadingPool, readPhase } from '../../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { VectorIndexWriter } from '../../../src/engine/store/vector-index.ts';
import { differences, dumpIndex } from '../../faults/dump-index.ts';
import { embedByHash } from '../../faults/embed-by-hash.ts';
import { makeSampleRepository, writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

const pool = createReadingPool();
afterAll(async () => pool.close());

let root = '';
beforeEach(() => {
  root = join(temporaryFolder(), 'root');
  makeSampleRepository(root);
  // Half a surrogate pair in a signature comes back from SQLite as another character.
  writeFiles(root, { 'src/wide.ts': `export function wide(a = '${'😀'.repeat(400)}'): string {\n  return a;\n}\n` });
});

async function fill(writer: IndexWriter): Promise<void> {
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined, pool });
  embedByHash(writer);
}

const anyChunk = '(SELECT id FROM chunks WHERE signature IS NOT NULL AND name IS NOT NULL ORDER BY id LIMIT 1)';

it.each([
  ['a signature', `UPDATE chunks SET signature = 'x' || signature WHERE id = ${anyChunk}`],
  ['lines of a doc comment', `UPDATE chunks SET doc_start_line = 1, doc_end_line = 1 WHERE id = ${anyChunk}`],
  ['the line of a symbol', `UPDATE symbols SET line = line + 1 WHERE chunk_id = ${anyChunk}`],
  [
    'a language',
    `UPDATE files SET language = 'typIscript' WHERE id = (SELECT file_id FROM chunks WHERE id = ${anyChunk})`,
  ],
  ['a role', `UPDATE files SET role = 'test' WHERE id = (SELECT file_id FROM chunks WHERE id = ${anyChunk})`],
])('a change of %s is found and mended', async (_, change) => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root, appVersion: 'test' });
  await fill(writer);
  expect((await writer.verify({ repair: false })).findings).toEqual([]);
  const before = dumpIndex(file);
  expect(databaseOf(writer).prepare(change).run().changes).toBeGreaterThan(0);
  const { findings } = await writer.verify({ repair: true });
  expect(findings.map(({ check, repaired }) => ({ check, repaired }))).toEqual([{ check: 'chunks', repaired: true }]);
  await fill(writer);
  expect(differences(before, dumpIndex(file))).toEqual([]);
  writer.close();
});

it('a vector whose size changed, not its signs, is found, made again, and never used for another chunk', async () => {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root, appVersion: 'test' });
  await fill(writer);
  const before = dumpIndex(file);
  const { id, hash, bytes } = databaseOf(writer)
    .prepare<[], { id: number; hash: Buffer; bytes: Buffer }>(
      'SELECT c.id, c.text_hash AS hash, v.embedding AS bytes FROM chunks c JOIN vectors_a v ON v.rowid = c.id ORDER BY c.id LIMIT 1',
    )
    .get() ?? { id: 0, hash: Buffer.alloc(0), bytes: Buffer.alloc(0) };
  const at = bytes.findIndex((value) => value > 1 && value < 100);
  bytes[at] = (bytes[at] ?? 0) + 1;
  const vectors = new VectorIndexWriter(databaseOf(writer), 'vectors_a', bytes.length);
  vectors.remove([id]);
  vectors.insert(id, new Int8Array(bytes));
  expect(writer.lookupReusableVector({ textHash: hash, path: '' }, 'r1')).toBeNull();
  const { findings } = await writer.verify({ repair: true });
  expect(findings.map(({ check, repaired }) => ({ check, repaired }))).toEqual([{ check: 'vectors', repaired: true }]);
  await fill(writer);
  expect(differences(before, dumpIndex(file))).toEqual([]);
  writer.close();
});
