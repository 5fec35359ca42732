import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createReadingPool, readPhase } from '../../../src/engine/ingest/index.ts';
import { openWriter } from '../../../src/engine/store/index.ts';
import { embedByHash, hashModel } from '../../faults/embed-by-hash.ts';
import { makeSampleRepository } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const pool = createReadingPool();
afterAll(async () => pool.close());

it('makes vectors anew, none of them reused, when the same model is given texts of another template', async () => {
  const root = join(temporaryFolder(), 'root');
  makeSampleRepository(root);
  const writer = await openWriter(join(temporaryFolder(), 'index.sqlite'), { root, appVersion: 'test' });
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined, pool });
  embedByHash(writer);
  const { chunks } = writer.counts();
  const next = { ...hashModel, templateVersion: hashModel.templateVersion + 1 };
  expect(writer.useModel(hashModel)).toBe('serving');
  expect(writer.useModel(next)).toBe('changing');
  expect(writer.useModel(next)).toBe('changing');
  const reusable = writer
    .pendingChunks({ afterId: 0, limit: chunks })
    .filter((chunk) => writer.lookupReusableVector(chunk, next.revision) !== null);
  expect(reusable).toEqual([]);
  embedByHash(writer, { model: next });
  expect(writer.manifest()).toMatchObject({ model: next, nextModel: null });
  expect(writer.counts()).toMatchObject({ chunks, embedded: chunks, vectors: chunks, pending: 0 });
  writer.close();
});
