import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import { indexFolder } from '../../helpers/searchable-root.ts';

let folder: string;
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
  searcher = createSearcher({ ...(await indexFolder(root, { folder })), modelFolder: null });
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
