import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { findModel } from '../../../src/engine/models/index.ts';
import { findResources } from '../../../src/engine/resources.ts';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import type { SearchAnswer, SearchMode, SearchResult } from '../../../src/shared/contract/search.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { indexFolder } from '../../helpers/searchable-root.ts';
import { sharedFolder } from '../../helpers/temporary-folder.ts';

const never = fromSignal(new AbortController().signal);

export interface SearchedRoot {
  readonly ask: (text: string, mode?: SearchMode) => Promise<SearchAnswer>;
  readonly first: (text: string, mode?: SearchMode) => Promise<SearchResult | undefined>;
  /** Path of the first hit; "nothing" for none. */
  readonly firstPath: (text: string, mode?: SearchMode) => Promise<string>;
  /** Paths of the hits, each once, in order. */
  readonly paths: (text: string, mode?: SearchMode) => Promise<string[]>;
}

/** One index of these files, by path, for all tests of a `describe`; by meaning too, with the shipped model. */
export function searchedRoot(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { readonly prepare?: (root: string) => void } = {},
): SearchedRoot {
  const folder = sharedFolder('whence-hostile');
  let searcher: Searcher;
  beforeAll(async () => {
    const root = join(folder, 'root');
    writeFiles(root, files);
    options.prepare?.(root);
    const { models } = findResources();
    const model = existsSync(models) ? findModel(models, {}) : null;
    searcher = createSearcher({ ...(await indexFolder(root, { folder, model })), model });
  }, 120_000);
  afterAll(() => searcher.close());
  const ask = (text: string, mode: SearchMode = 'hybrid'): Promise<SearchAnswer> =>
    searcher.query({ text, mode, limit: 10 }, never);
  const first = async (text: string, mode?: SearchMode): Promise<SearchResult | undefined> =>
    (await ask(text, mode)).results[0];
  return {
    ask,
    first,
    firstPath: async (text, mode) => (await first(text, mode))?.path ?? 'nothing',
    paths: async (text, mode) => [...new Set((await ask(text, mode)).results.map(({ path }) => path))],
  };
}
