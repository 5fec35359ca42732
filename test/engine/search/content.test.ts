import SqliteDatabase from 'better-sqlite3';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import { indexFolder, type SearchableRoot } from '../../helpers/searchable-root.ts';

let folder: string;
let index: SearchableRoot;
let searcher: Searcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-content-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  const unix = 'export function first() {\n  return "alpha  beta";\n}\n';
  // A chunk begins where its file does not: what an expression with ^ says of the one it does not say of the other.
  const long = `${Array.from({ length: 60 }, (_, i) => `export const value${i} = ${i};`).join('\n')}\n\n`;
  writeFileSync(join(root, 'unix.ts'), unix);
  writeFileSync(join(root, 'windows.ts'), unix.replaceAll('\n', '\r\n').replace('first', 'second'));
  writeFileSync(join(root, 'late.ts'), `${long}function openTheDoor() {\n${'  knock();\n'.repeat(60)}}\n`);
  index = await indexFolder(root, { folder });
  searcher = createSearcher({ ...index, model: null });
});
afterAll(async () => {
  await searcher.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  // Words that are whole; a phrase that begins and ends inside words, over white space of another length and over line ends.
  ['"alpha beta"', ['unix.ts', 'windows.ts']],
  ['"lpha bet"', ['unix.ts', 'windows.ts']],
  ['"{ return"', ['unix.ts', 'windows.ts']],
  ['"penTheDo"', ['late.ts']],
  ['"no such thing"', []],
  // Expressions within a line, over line ends, and with an anchor that only a chunk can satisfy.
  ['/alph[a-z] +beta/', ['unix.ts', 'windows.ts']],
  [String.raw`/\{\s+return/`, ['unix.ts', 'windows.ts']],
  ['/^function open/', ['late.ts']],
  ['/[^a-z]nothing[0-9]/', []],
  ['export -"lpha bet"', ['late.ts']],
])('%s is in %j', async (text, wanted) => {
  const { results } = await searcher.query({ text }, fromSignal(new AbortController().signal));
  expect([...new Set(results.map(({ path }) => path))].sort()).toEqual(wanted);
});

// One damaged text must not take every other answer with it, nor pass for a text without the phrase.
it('answers from what is whole when a stored text is damaged, and says so', async () => {
  const file = join(folder, 'damaged.sqlite');
  copyFileSync(index.indexFile, file);
  const database = new SqliteDatabase(file);
  database
    .prepare("UPDATE texts SET deflated = x'789c00' WHERE file_id = (SELECT id FROM files WHERE path = 'unix.ts')")
    .run();
  database.close();
  const damaged = createSearcher({ ...index, indexFile: file, model: null });
  const ask = (text: string): ReturnType<Searcher['query']> =>
    damaged.query({ text }, fromSignal(new AbortController().signal));
  const named = await ask('first second');
  const shown = new Map(named.results.map(({ path, snippet }) => [path, snippet.length > 0]));
  expect(shown.get('unix.ts')).toBe(false);
  expect(shown.get('windows.ts')).toBe(true);
  expect(named.notes.join()).toContain('damaged');
  const exact = await ask('"alpha beta"');
  expect(exact.results.map(({ path }) => path)).toEqual(['windows.ts']);
  expect(exact.notes.join()).toContain('damaged');
  await damaged.close();
});
