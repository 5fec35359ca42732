import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import { indexCopy, indexFolder, type SearchableRoot, shopFixture } from '../../helpers/searchable-root.ts';

let folder: string;
let shop: SearchableRoot;
let warm: Searcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-warm-'));
  shop = await indexCopy(shopFixture, { folder });
  warm = createSearcher({ ...shop, model: null });
  await warm.warmUp();
});
afterAll(async () => {
  await warm.close();
  rmSync(folder, { recursive: true, force: true });
});

const never = fromSignal(new AbortController().signal);

/** Answers, but for how long they took. */
async function answers(searcher: Searcher): Promise<object[]> {
  const queries = [
    'applyDiscount',
    'orders in the queue',
    'how are retries delayed',
    'negotiateEncodng',
    'café',
    'zebra',
  ];
  const all: object[] = [];
  for (const text of queries) {
    const { tookMs: _, ...answer } = await searcher.query({ text }, never);
    all.push(answer);
  }
  return all;
}

async function coldAnswers(): Promise<object[]> {
  const cold = createSearcher({ ...shop, model: null });
  const all = await answers(cold);
  await cold.close();
  return all;
}

it('changes no answer, and is forgotten when the index changes', async () => {
  expect(await answers(warm)).toEqual(await coldAnswers());
  writeFileSync(join(shop.root, 'extra.py'), 'def open_cafe():\n    return "a café with zebra orders"\n');
  rmSync(join(shop.root, 'server/queue.go'));
  await indexFolder(shop.root, { folder });
  const changed = await coldAnswers();
  expect(await answers(warm)).toEqual(changed);
  // Words of the chunks that left are still in the keyword index until it is merged: they may not be counted.
  await warm.warmUp();
  expect(await answers(warm)).toEqual(changed);
});
