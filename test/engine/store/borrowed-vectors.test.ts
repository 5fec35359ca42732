import { cpSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createReadingPool, readPhase } from '../../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { dumpIndex } from '../../faults/dump-index.ts';
import { embedByHash, hashModel } from '../../faults/embed-by-hash.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const pool = createReadingPool();
afterAll(() => pool.close());

const text = (name: string): string =>
  `/** Does ${name}. */\nexport function ${name}(value: number): number {\n${'  value += 1;\n'.repeat(20)}  return value;\n}\n`;

async function read(writer: IndexWriter, root: string): Promise<void> {
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, pool, signal: new AbortController().signal, onProgress: () => undefined });
}

async function scene(): Promise<{ root: string; file: string; writer: IndexWriter; clean: () => Promise<unknown> }> {
  const folder = temporaryFolder();
  const [root, file] = [join(folder, 'root'), join(folder, 'index.sqlite')];
  writeFiles(root, { 'src/one.ts': text('one'), 'src/two.ts': text('two') });
  const writer = await openWriter(file, { root, appVersion: 'test' });
  await read(writer, root);
  embedByHash(writer);
  return {
    root,
    file,
    writer,
    clean: async () => {
      const other = join(folder, 'clean.sqlite.d', 'index.sqlite');
      const fresh = await openWriter(other, { root, appVersion: 'test' });
      await read(fresh, root);
      embedByHash(fresh);
      fresh.close();
      return dumpIndex(other);
    },
  };
}

it('a moved and a copied file are searched by the vectors they had, until those for their own path are made', async () => {
  const { root, file, writer, clean } = await scene();
  renameSync(join(root, 'src/one.ts'), join(root, 'moved.ts'));
  cpSync(join(root, 'src/two.ts'), join(root, 'copied.ts'));
  await read(writer, root);
  embedByHash(writer, { limit: 1, size: 1 });
  expect(writer.counts()).toMatchObject({ pending: 0, borrowed: 2, vectors: 3 });
  expect(writer.finishEmbedding()).toBe(false);
  embedByHash(writer);
  expect(writer.counts()).toMatchObject({ pending: 0, borrowed: 0, vectors: 3 });
  const { findings } = await writer.verify({ repair: false });
  expect([findings, writer.manifest().embeddingFinished]).toEqual([[], expect.objectContaining({ vectors: 3 })]);
  writer.close();
  expect(dumpIndex(file)).toEqual(await clean());
});

it('a vector made while its file was moved is known to be of the old path, also during a change of model', async () => {
  const { root, file, writer, clean } = await scene();
  const next = { ...hashModel, id: 'next', revision: 'r2' };
  expect(writer.useModel(next)).toBe('changing');
  const [chunk] = writer.pendingChunks({ afterId: 0, limit: 1 });
  if (chunk === undefined) throw new Error('there is nothing to embed');
  renameSync(join(root, 'src'), join(root, 'lib'));
  await read(writer, root);
  const vector = new Int8Array(32).fill(1);
  const late = { chunkId: chunk.id, textHash: chunk.textHash, vector, madeFor: chunk.path, reused: false };
  expect(writer.writeBatch({ modelRevision: 'r2', vectors: [late], tookMs: 1 })).toMatchObject({ written: 0 });
  writer.embedding.cancelModelChange();
  embedByHash(writer);
  writer.close();
  expect(dumpIndex(file)).toEqual(await clean());
});

it('coming back to a path where it was before makes nothing anew', async () => {
  const { root, writer } = await scene();
  renameSync(join(root, 'src/one.ts'), join(root, '..', 'one.ts'));
  await read(writer, root);
  renameSync(join(root, '..', 'one.ts'), join(root, 'src/one.ts'));
  await read(writer, root);
  embedByHash(writer, { limit: 1, size: 1 });
  expect(writer.counts()).toMatchObject({ pending: 0, borrowed: 0, vectors: 2 });
  writer.close();
});
