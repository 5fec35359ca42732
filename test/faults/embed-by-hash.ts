import type { IndexWriter, ModelIdentity } from '../../src/engine/store/index.ts';

export const hashModel: ModelIdentity = { id: 'by-hash', revision: 'r1', dimensions: 32, templateVersion: 1 };

/** Phase 2 with a model that makes a vector of the text hash alone. At most `limit` chunks, `size` to a batch. */
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
    const vectors = chunks.map(({ id, textHash }) => {
      const reused = writer.lookupReusableVector(textHash, model.revision);
      return { chunkId: id, textHash, vector: reused ?? vectorOf(textHash, model), reused: reused !== null };
    });
    writer.writeBatch({ modelRevision: model.revision, vectors, tookMs: 1 });
  }
  if (left > 0) {
    if (state === 'changing') writer.embedding.switchModel();
    writer.finishEmbedding();
  }
}

function vectorOf(textHash: Uint8Array, model: ModelIdentity): Int8Array {
  const salt = model.revision.charCodeAt(1);
  return Int8Array.from(
    { length: model.dimensions },
    (_, i) => (textHash[i % textHash.length] ?? 0) - 128 + ((i * salt) % 7),
  );
}
