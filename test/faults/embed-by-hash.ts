import { hash } from 'node:crypto';
import type { IndexWriter, ModelIdentity, PendingChunk } from '../../src/engine/store/index.ts';

export const hashModel: ModelIdentity = { id: 'by-hash', revision: 'r1', dimensions: 32, templateVersion: 1 };

/** Phase 2 with a model that makes a vector of text hash and path. At most `limit` chunks, `size` to a batch. */
export function embedByHash(
  writer: IndexWriter,
  options: { limit?: number; size?: number; model?: ModelIdentity } = {},
): void {
  const model = options.model ?? hashModel;
  const state = writer.useModel(model);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (let afterId = 0; left > 0;) {
    const chunks = writer.pendingChunks({ afterId, limit: Math.min(options.size ?? 7, left) });
    const last = chunks.at(-1);
    if (last === undefined) break;
    afterId = last.id;
    left -= chunks.length;
    const vectors = chunks.map((chunk) => {
      const reused = writer.lookupReusableVector(chunk, model.revision);
      const { vector, madeFor } = reused ?? { vector: vectorOf(chunk, model), madeFor: chunk.path };
      return { chunkId: chunk.id, textHash: chunk.textHash, vector, madeFor, reused: reused !== null };
    });
    writer.writeBatch({ modelRevision: model.revision, vectors, tookMs: 1 });
  }
  if (left > 0) {
    replaceBorrowed(writer, model);
    if (state === 'changing') writer.embedding.switchModel();
    writer.finishEmbedding();
  }
}

function replaceBorrowed(writer: IndexWriter, model: ModelIdentity): void {
  const vectors = writer.embedding.borrowedChunks({ afterId: 0, limit: 1e6 }).map((chunk) => vectorEntry(chunk, model));
  writer.embedding.replaceBorrowed({ modelRevision: model.revision, vectors });
}

const vectorEntry = (chunk: PendingChunk, model: ModelIdentity) => ({
  chunkId: chunk.id,
  textHash: chunk.textHash,
  vector: vectorOf(chunk, model),
  madeFor: chunk.path,
  reused: false,
});

function vectorOf({ textHash, path }: PendingChunk, model: ModelIdentity): Int8Array {
  const place = hash('sha256', path, 'buffer');
  const salt = model.revision.charCodeAt(1);
  return Int8Array.from(
    { length: model.dimensions },
    (_, i) => ((textHash[i % textHash.length] ?? 0) ^ (place[i % place.length] ?? 0)) - 128 + ((i * salt) % 7),
  );
}
