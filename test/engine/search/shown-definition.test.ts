import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import type { SearchResult } from '../../../src/shared/contract/search.ts';
import { indexFolder } from '../../helpers/searchable-root.ts';

const small = `/** Adds a penny. */
export function addPenny(sum: number): number {
  return sum + 1;
}

/** Doubles what was paid. */
export function doublePayment(sum: number): number {
  return sum * 2;
}
`;

const nested = `export function countTill(coins: number[]): string {
  function weigh(coin: number): number {
    return coin * 5;
  }
  const grams = coins.map(weigh);
  return \`till of \${grams.length} farthings\`;
}
`;

let folder: string;
let searcher: Searcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-shown-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  writeFileSync(join(root, 'money.ts'), small);
  writeFileSync(join(root, 'till.ts'), nested);
  searcher = createSearcher({ ...(await indexFolder(root, { folder })), model: null });
});
afterAll(async () => {
  await searcher.close();
  rmSync(folder, { recursive: true, force: true });
});

const first = async (text: string): Promise<SearchResult | undefined> =>
  (await searcher.query({ text }, fromSignal(new AbortController().signal))).results[0];

// Both functions are one chunk: whichever it is called after, half of the searches would name the wrong one.
it.each([
  ['penny', 'addPenny'],
  ['addPenny', 'addPenny'],
  ['doubles what was paid', 'doublePayment'],
  ['doublePayment', 'doublePayment'],
  // The lines are those after `weigh`, but not of it.
  ['farthings', 'countTill'],
])('calls the result for %s %s', async (query, name) => {
  expect((await first(query))?.name).toBe(name);
});
