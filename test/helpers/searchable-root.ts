import { cpSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { EmbedderHost, embedPhase, forkEmbedder } from '../../src/engine/embedding/index.ts';
import { readPhase } from '../../src/engine/ingest/index.ts';
import type { ModelSource } from '../../src/engine/models/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import { grammarFolder } from './chunking.ts';

/** The small shop in four languages that search tests look through. */
export const shopFixture = join(import.meta.dirname, '../fixtures/shop');

export interface SearchableRoot {
  readonly root: string;
  readonly indexFile: string;
}

/** Copies `source` into `folder` and indexes the copy; by meaning too where a model is given. */
export async function indexCopy(
  source: string,
  options: { folder: string; model?: ModelSource | null },
): Promise<SearchableRoot> {
  cpSync(source, join(options.folder, 'root'), { recursive: true });
  return indexFolder(join(options.folder, 'root'), options);
}

/** Indexes a folder as it lies; the index goes to `folder`. */
export async function indexFolder(
  source: string,
  options: { folder: string; model?: ModelSource | null },
): Promise<SearchableRoot> {
  grammarFolder();
  const root = realpathSync(source);
  const indexFile = join(options.folder, 'index.sqlite');
  const writer = await openWriter(indexFile, { root, appVersion: 'test' });
  const signal = new AbortController().signal;
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal, onProgress: () => undefined });
  const model = options.model ?? null;
  if (model !== null) {
    const host = new EmbedderHost({ source: model, spawn: () => forkEmbedder() });
    writer.useModel(await host.identity());
    await embedPhase({ writer, host, signal, onProgress: () => undefined });
    await host.stop();
  }
  writer.close();
  return { root, indexFile };
}
