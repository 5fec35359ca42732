import { beforeEach, expect, it, vi } from 'vitest';
import { sampleResults } from '../helpers/window/sample-search.ts';

const stored = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
});
const { addChip, openSearches, raiseLimit, remember, select, setContent, takeResults, travel, useSearch } =
  await import('../../src/renderer/features/search/search-store.ts');

const type = (text: string): void => setContent({ text, chips: [] });
const state = () => useSearch.getState();

beforeEach(() => {
  stored.clear();
  useSearch.setState(useSearch.getInitialState());
  openSearches('root');
});

it('goes back and forth through searches, and starts anew where something else is typed', () => {
  for (const query of ['one', 'two', 'three']) {
    type(query);
    remember(query);
  }
  expect([travel(-1), state().content.text, travel(-1), state().content.text]).toEqual([true, 'two', true, 'one']);
  expect(travel(-1)).toBe(false);
  expect([travel(1), state().content.text]).toEqual([true, 'two']);
  type('other');
  expect([travel(-1), state().content.text]).toEqual([true, 'three']);
});

it('keeps the searches of each root apart, over restarts', () => {
  remember('one');
  openSearches('elsewhere');
  expect(state().history).toEqual([]);
  openSearches('root');
  expect(state().history).toEqual(['one']);
});

it('bears a stored list that was damaged', () => {
  stored.set('whence.searches.broken', '{"not a list"');
  openSearches('broken');
  expect(state().history).toEqual([]);
});

it('keeps the hit that was chosen when the same query gives more, and takes the first of a new one', () => {
  type('delay');
  takeResults(sampleResults);
  expect(state().selected?.chunkId).toBe(1);
  select(sampleResults[2] ?? null);
  takeResults([sampleResults[4]!, ...sampleResults]);
  expect(state().selected?.chunkId).toBe(3);
  type('delay limit');
  takeResults(sampleResults);
  expect(state().selected?.chunkId).toBe(1);
});

it('asks for more in steps, and for few again with the next query', () => {
  type('a');
  raiseLimit();
  expect(state().limit).toBe(1000);
  raiseLimit();
  raiseLimit();
  expect(state().limit).toBe(10_000);
  addChip('lang:go');
  expect(state().limit).toBe(100);
});
