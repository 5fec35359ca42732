import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPhase } from '../../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter, type PendingChunk } from '../../../src/engine/store/index.ts';
import { embedByHash, hashModel } from '../../faults/embed-by-hash.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function indexOf(files: Readonly<Record<string, string>>): Promise<IndexWriter> {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  writeFiles(root, files);
  const writer = await openWriter(join(folder, 'index.sqlite'), { root, appVersion: 'test' });
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined });
  return writer;
}

function firstTwo(writer: IndexWriter): [PendingChunk, PendingChunk] {
  const [one, two] = writer.pendingChunks({ afterId: 0, limit: 2 });
  if (one === undefined || two === undefined) throw new Error('two chunks were expected');
  return [one, two];
}

/** A vector made of the text of `text`, for the chunk `of`: its row's id was used again meanwhile. */
const late = (of: PendingChunk, text: PendingChunk) => ({
  chunkId: of.id,
  textHash: text.textHash,
  vector: new Int8Array(hashModel.dimensions).fill(1),
  madeFor: of.path,
  reused: false,
});

// A row's id is used again when its chunk is gone: catches that the new chunk gets the vector, or the failure, of the old one's text.
it.each(['r1', 'r2'])('takes no vector and no failure of another text (model %s)', async (revision) => {
  const writer = await indexOf({ 'a.txt': 'One thing\n', 'b.txt': 'Another thing\n' });
  if (revision === 'r1') writer.useModel(hashModel);
  else {
    embedByHash(writer);
    writer.useModel({ ...hashModel, id: 'next', revision });
  }
  const [a, b] = firstTwo(writer);
  const nothing = { batchId: null, written: 0 };
  const batch = { modelRevision: revision, vectors: [late(a, b)], tookMs: 1 };
  expect(writer.writeBatch(batch)).toEqual({ ...nothing, dropped: 1 });
  const failed = [{ chunkId: a.id, textHash: b.textHash }];
  expect(writer.writeBatch({ ...batch, vectors: [], failed })).toEqual({ ...nothing, dropped: 0 });
  expect(writer.counts()).toMatchObject({ pending: 2, failed: 0 });
  expect(writer.writeBatch({ ...batch, vectors: [late(a, a)] })).toMatchObject({ written: 1, dropped: 0 });
  writer.close();
});
