import { beforeEach, expect, it } from 'vitest';
import {
  addChip,
  openSearches,
  raiseLimit,
  remember,
  select,
  setContent,
  showPlace,
  takeResults,
  travel,
  useSearch,
} from '../../../../src/renderer/features/search/search-store.ts';
import { sampleResults } from '../../../helpers/window/sample-search.ts';

const stored = new Map<string, string[]>();

/** Opens the searches of a root as the host keeps them; resolves when they are there. */
async function open(repositoryId: string): Promise<void> {
  const read = Promise.resolve(stored.get(repositoryId) ?? []);
  openSearches(repositoryId, {
    read: async () => read,
    add: async (query) => stored.set(repositoryId, [...(stored.get(repositoryId) ?? []), query]),
  });
  await read;
  await Promise.resolve();
}

const type = (text: string): void => setContent({ text, chips: [] });
const state = () => useSearch.getState();

beforeEach(async () => {
  stored.clear();
  useSearch.setState(useSearch.getInitialState());
  await open('root');
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

it('keeps the searches of each root apart, over restarts, and what was searched for before they are read', async () => {
  remember('one');
  await open('elsewhere');
  expect(state().history).toEqual([]);
  const reading = open('root');
  remember('two');
  await reading;
  await expect.poll(() => state().history).toEqual(['one', 'two']);
  expect([travel(-1), state().content.text]).toEqual([true, 'two']);
});

it('bears a host that can not read them', async () => {
  openSearches('broken', {
    read: async () => Promise.reject(new Error('no')),
    add: async () => Promise.reject(new Error('no')),
  });
  remember('one');
  await expect.poll(() => state().history).toEqual(['one']);
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

// A link's file must not vanish when the answer to the search before is taken away, and must make way for the next search.
it('shows a place that was asked for outside of the window until something is searched', () => {
  type('before');
  takeResults(sampleResults);
  showPlace('src/a.ts', 7);
  takeResults([]);
  expect([state().content.text, state().selected?.path, state().selected?.startLine]).toEqual(['', 'src/a.ts', 7]);
  type('after');
  takeResults(sampleResults);
  expect(state().selected).toBe(sampleResults[0]);
});
