import { WhenceError } from '../../../shared/errors.ts';
import { EmbeddingModel } from './embedding-model.ts';
import type { ModelManifest } from './model-manifest.ts';

/** Embeds queries in the process that searches. */
export interface QueryEmbedder {
  readonly manifest: ModelManifest;
  /** A unit vector of `manifest.dimensions` numbers; zeros for a text without any token. */
  embed(text: string): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Loads a model for queries: one thread, on the CPU, since one query is less work than a hand-over. Throws MODEL_MISSING,
 * MODEL_INVALID, MODEL_CHECKSUM or EMBEDDER_BAD_OUTPUT.
 */
export async function createQueryEmbedder(folder: string): Promise<QueryEmbedder> {
  const model = await EmbeddingModel.load(folder, { threads: 1, accelerate: false });
  return {
    manifest: model.manifest,
    embed: async (text) => {
      const { vectors, bad } = await model.embedQuery(text);
      if (bad.length === 0) return vectors;
      const message = 'The model gave no numbers for this query. Search by keyword, or install Whence again.';
      throw new WhenceError('EMBEDDER_BAD_OUTPUT', message, { data: { problem: 'not-a-number' } });
    },
    dispose: async () => model.dispose(),
  };
}
