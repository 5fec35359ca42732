import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearcher, createSearchService, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import type { SearchAnswer } from '../../../src/shared/contract/search.ts';
import { indexCopy, indexFolder, type SearchableRoot, shopFixture } from '../../helpers/searchable-root.ts';

let folder: string;
let shop: SearchableRoot;
let searcher: Searcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-search-'));
  shop = await indexCopy(shopFixture, { folder });
  searcher = createSearcher({ ...shop, model: null });
});
afterAll(async () => {
  await searcher.close();
  rmSync(folder, { recursive: true, force: true });
});

const never = fromSignal(new AbortController().signal);
const ask = (text: string): Promise<SearchAnswer> => searcher.query({ text }, never);
const paths = async (text: string): Promise<string[]> => [
  ...new Set((await ask(text)).results.map(({ path }) => path)),
];
const first = async (text: string): Promise<string> => {
  const [result] = (await ask(text)).results;
  return result === undefined ? 'nothing' : `${result.path} ${result.name ?? ''}`.trim();
};

describe('what comes first', () => {
  it.each([
    // A name as it is, in other cases, in parts, qualified, misspelt, and typed as words.
    ['parseHTTPHeader', 'src/http/parse-header.ts parseHTTPHeader'],
    ['parsehttpheader', 'src/http/parse-header.ts parseHTTPHeader'],
    ['parse http header', 'src/http/parse-header.ts parseHTTPHeader'],
    ['negotiateEncodng', 'src/http/parse-header.ts negotiateEncoding'],
    ['OrderStore.findOrder', 'src/orders/order-store.ts OrderStore'],
    ['OrderStore#saveOrder', 'src/orders/order-store.ts OrderStore'],
    ['RetryPolicy::delay', 'server/retry.py RetryPolicy'],
    // Files.
    ['retry.py', 'server/retry.py RetryPolicy'],
    ['docs/deploy', 'docs/deploy.md Deploying'],
    // Errors and prose.
    ['the job queue is full, try again later', 'server/queue.go ErrQueueFull'],
    ['Error: order 42 does not exist, was it deleted', 'src/orders/order-store.ts OrderStore'],
    ['exponential backoff', 'server/retry.py RetryPolicy'],
    // The implementation before its tests and its past, and the test where it is asked for.
    ['applyDiscount', 'src/orders/price.ts applyDiscount'],
  ])('for %s is %s', async (query, wanted) => {
    expect(await first(query)).toBe(wanted);
  });

  it('is the test when the query asks for it', async () => {
    expect((await paths('test that a discount never goes below zero'))[0]).toBe('test/price.test.ts');
  });
});

describe('demands', () => {
  it.each([
    ['discount lang:python', []],
    ['discount lang:ts', ['src/orders/price.ts', 'test/price.test.ts']],
    ['discount lang:ts -path:test', ['src/orders/price.ts']],
    ['discount file:price', ['legacy/price.js', 'src/orders/price.ts', 'test/price.test.ts']],
    ['discount lang:md OR lang:json', ['config.json', 'docs/deploy.md']],
    ['"whole cents"', ['src/orders/price.ts']],
    ['"WHOLE   cents, halves"', ['src/orders/price.ts']],
    ['"ound cen" OR "hole cents"', ['src/orders/price.ts']],
    ['/2\\s*\\*\\*\\s*attempt/', ['server/retry.py']],
    ['orders -"CREATE TABLE" path:src/http', []],
    ['symbol:Queue', ['server/queue.go']],
    ['symbol:OrderStore.find', ['src/orders/order-store.ts']],
    ['symbol:OrderStore::findOrder', ['src/orders/order-store.ts']],
    ['symbol:retry->del*', ['server/retry.py']],
    ['symbol:RetryPolicy#findOrder', []],
    ['kind:class lang:python', ['server/retry.py']],
    ['total symbol:applyDiscount -path:legacy -path:test', ['src/orders/price.ts']],
  ])('%s leaves %j', async (query, wanted) => {
    expect((await paths(query)).sort()).toEqual(wanted);
  });

  it('runs the rest of a query with a fault in it', async () => {
    const answer = await ask('applyDiscount lang:klingon');
    expect(answer.problems).toMatchObject([{ start: 19, end: 26 }]);
    expect(answer.results[0]?.name).toBe('applyDiscount');
  });

  it('asks for something when there is nothing to look for', async () => {
    await expect(ask('   ')).rejects.toMatchObject({ code: 'QUERY_EMPTY' });
  });
});

describe('what a result says', () => {
  it('marks the words that matched, parts of identifiers too, within their lines', async () => {
    const [result] = (await ask('negotiate encoding')).results;
    const marked = result?.snippet.flatMap(({ text, marks }) => marks.map(({ start, end }) => text.slice(start, end)));
    expect(marked).toContain('negotiateEncoding');
    expect(marked).toContain('encoding');
    for (const { line, text, marks } of result?.snippet ?? []) {
      expect(line).toBeGreaterThanOrEqual(result?.startLine ?? 0);
      expect(line).toBeLessThanOrEqual(result?.endLine ?? 0);
      for (const mark of marks) expect(mark.end).toBeLessThanOrEqual(text.length);
    }
  });

  it('gives reasons whose effects add up to the score', async () => {
    for (const { reasons, score } of (await ask('applyDiscount')).results.slice(0, 3)) {
      expect(reasons.length).toBeGreaterThan(0);
      const sum = reasons.reduce((total, { effect }) => total + effect, 0);
      expect(Math.abs(sum - score)).toBeLessThan(0.15);
    }
  });

  it('says that it searched by keyword only, and why', async () => {
    expect((await ask('discount')).notes).toEqual(['Searched by keyword only: there is no model.']);
  });

  it('tells a file that has changed since', async () => {
    appendFileSync(join(shop.root, 'server/queue.go'), '\n// changed\n');
    const { results } = await ask('Queue');
    expect(results.find(({ path }) => path === 'server/queue.go')?.stale).toBe(true);
    expect(results.filter(({ path }) => path !== 'server/queue.go').some(({ stale }) => stale)).toBe(false);
  });
});

describe('notes', () => {
  it.each([
    ['zebra applyDiscount', ['No file has the word “zebra”.']],
    ['zebra quagmire', ['No file has any of the words “zebra”, “quagmire”.']],
    ['negotiateEncodng', ['No file has the word “negotiateEncodng”: “negotiateencoding” was looked for.']],
    // Other forms of a word are found, and a filter alone has no words.
    ['discounting orders', []],
    ['lang:python', []],
  ])('on %s are %j', async (query, wanted) => {
    expect((await searcher.query({ text: query, mode: 'keyword' }, never)).notes).toEqual(wanted);
  });

  it('say that an empty folder holds nothing, in place of what is missing', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'whence-empty-'));
    mkdirSync(join(empty, 'root'));
    const index = await indexFolder(join(empty, 'root'), { folder: empty });
    const nothing = createSearcher({ ...index, model: null });
    const { notes, coverage, results } = await nothing.query({ text: 'anything' }, never);
    await nothing.close();
    rmSync(empty, { recursive: true, force: true });
    expect({ notes, coverage, results }).toEqual({
      notes: ['There is nothing to search: no file here holds text that is indexed.'],
      coverage: { keyword: 1, meaning: 1 },
      results: [],
    });
  });
});

describe('complete', () => {
  it.each([
    ['la', 'lang:'],
    ['-pa', '-path:'],
    ['x lang:py', 'python'],
    ['path:src/o', 'src/orders/'],
    ['file:ret', 'retry.py'],
    ['kind:cl', 'class'],
    ['symbol:negot', 'negotiateEncoding'],
    ['symbol:OrderStore::findO', 'findOrder'],
    ['lang:py', 'python'],
    ['"two words" lang:ts', 'typescript'],
    ['after:yes', 'yesterday'],
    ['applyD', 'applyDiscount'],
  ])('%s with %s', (text, wanted) => {
    const found = searcher.complete(text, text.length);
    expect(found.map(({ insert }) => insert)).toContain(wanted);
    for (const { start, end } of found) expect(text.slice(start, end)).toBe(text.slice(start));
  });
});

describe('the search thread', () => {
  it('answers, and lets a newer query of the same session cancel the one before', async () => {
    const service = createSearchService({ ...shop, model: null });
    const { signal } = new AbortController();
    const older = service.query({ text: '/never/ x', session: 'window' }, signal);
    const newer = service.query({ text: 'applyDiscount', session: 'window' }, signal);
    await expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await newer).results[0]?.path).toBe('src/orders/price.ts');
    expect(await service.complete('la', 2)).toHaveLength(1);
    await expect(service.query({ text: '' }, signal)).rejects.toMatchObject({ code: 'QUERY_EMPTY' });
    await service.dispose();
    await expect(service.query({ text: 'x' }, signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('reports a missing index as such, and works once it is there', async () => {
    const service = createSearchService({ ...shop, indexFile: join(folder, 'none.sqlite'), model: null });
    await expect(service.query({ text: 'x' }, new AbortController().signal)).rejects.toMatchObject({
      code: 'INDEX_MISSING',
    });
    await service.dispose();
  });
});
