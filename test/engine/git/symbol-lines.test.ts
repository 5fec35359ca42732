import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chunker, createChunker } from '../../../src/engine/chunking/index.ts';
import { findSymbolLines } from '../../../src/engine/git/index.ts';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await createChunker({ grammarFolder: join(import.meta.dirname, '../../../resources/grammars') });
});
afterAll(() => chunker.dispose());

const method = (name: string, lines: number): string =>
  [`    def ${name}(self):`, ...Array.from({ length: lines }, (_, at) => `        print("${name} ${at}")`), ''].join(
    '\n',
  );
const text = `class Reader:\n${method('open', 20)}\n${method('close', 20)}\n\nclass Writer:\n${method('open', 20)}\n${method('flush', 20)}\n`;
const linesOf = async (name: string): Promise<string> => {
  const { firstLine, lastLine } = findSymbolLines(await chunker.chunk({ path: 'a.py', text }), text, name);
  return text
    .split('\n')
    .slice(firstLine - 1, lastLine)
    .join('\n');
};

test('a definition is found by its name, and a method by its class as well', async () => {
  expect(await linesOf('flush')).toContain('flush 19');
  expect(await linesOf('flush')).not.toContain('open 19');
  const found = await linesOf('Writer.open');
  expect(found).toContain('open 19');
  expect(found).not.toContain('flush 0');
});

test('a class is its lines with all of its methods', async () => {
  const found = await linesOf('Reader');
  expect(found.startsWith('class Reader')).toBe(true);
  expect(found).toContain('close 19');
  expect(found).not.toContain('class Writer');
});

test('a name that is defined twice, or nowhere, says so', async () => {
  await expect(linesOf('open')).rejects.toThrow(/defined 2 times .* lines 1?\d-\d+, \d+-\d+/);
  await expect(linesOf('nowhere')).rejects.toThrow('Nothing named nowhere is defined');
});
