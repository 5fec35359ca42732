import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModel } from '../../src/engine/models/index.ts';
import { findResources } from '../../src/engine/resources.ts';
import { createSearcher, fromSignal, type Searcher } from '../../src/engine/search/index.ts';
import type { SearchResult } from '../../src/shared/contract/search.ts';
import { indexCopy, indexFolder, shopFixture } from '../helpers/searchable-root.ts';
import { shopQuestions, whenceQuestions } from './golden-questions.ts';

// A change of ranking shows as a diff of golden-shop.txt (`npx vitest run --project unit test/quality -u` writes it anew).

const never = fromSignal(new AbortController().signal);
const sources = join(import.meta.dirname, '../../src/engine');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whence-golden-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const places = async (searcher: Searcher, query: string): Promise<readonly SearchResult[]> =>
  (await searcher.query({ text: query, limit: 10 }, never)).results;

it('ranks the shop as it did', async () => {
  const shop = await indexCopy(shopFixture, { folder: mkdtempSync(join(folder, 'shop-')) });
  const searcher = createSearcher({ ...shop, model: null });
  const rows: string[] = [];
  for (const query of shopQuestions) {
    const found = (await places(searcher, query)).slice(0, 3);
    rows.push(
      query,
      ...found.map(({ path, name, startLine }, i) => `  ${i + 1}. ${path}:${startLine} ${name ?? ''}`.trimEnd()),
    );
  }
  await searcher.close();
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('golden-shop.txt');
});

describe('Whence finds its own code', () => {
  const model = existsSync(findResources().models) ? findModel(findResources().models, {}) : null;
  let searcher: Searcher;
  beforeAll(async () => {
    const own = await indexFolder(sources, { folder: mkdtempSync(join(folder, 'whence-')), model });
    searcher = createSearcher({ ...own, model });
  }, 120_000);
  afterAll(() => searcher.close());

  it.each(whenceQuestions)('$query', async ({ query, path, symbol, within }) => {
    const found = await places(searcher, query);
    const rank = found.findIndex(
      (result) =>
        result.path === path &&
        (symbol === undefined || result.snippet.some(({ text }) => text.includes(symbol)) || result.name === symbol),
    );
    const seen = found.slice(0, 5).map((result) => `${result.path} ${result.name ?? ''}`);
    expect(rank, `not among the first ${within}: ${seen.join(', ')}`).toBeGreaterThanOrEqual(0);
    expect(rank, `below the first ${within}: ${seen.join(', ')}`).toBeLessThan(within);
  });
});
