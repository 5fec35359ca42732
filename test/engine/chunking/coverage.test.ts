import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChunker, languages, type Chunker } from '../../../src/engine/chunking/index.ts';
import { splitLines } from '../../../src/engine/text/lines.ts';
import { coverageFault, grammarFolder } from '../../helpers/chunking.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/chunking');
const samples = readdirSync(fixtures)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length));
const texts = new Map(samples.map((name) => [name, readFileSync(join(fixtures, `${name}.txt`), 'utf8')]));

let chunker: Chunker;
beforeAll(async () => {
  chunker = await createChunker({ grammarFolder: grammarFolder() });
});
afterAll(() => {
  chunker.dispose();
});

/** What chunking `text` under this name does wrong; null when all is well. */
async function faultOf(path: string, text: string): Promise<string | null> {
  const { chunks } = await chunker.chunk({ path, text });
  const lines = splitLines(text);
  const symbol = chunks.flatMap((chunk) =>
    chunk.symbols.filter(({ line }) => line < chunk.startLine || line > chunk.endLine),
  )[0];
  const signature = chunks.find(
    (chunk) => (chunk.signature?.length ?? 0) > 200 || /[\r\n]/.test(chunk.signature ?? ''),
  );
  if (symbol !== undefined) return `the symbol ${symbol.name} is outside of its chunk`;
  if (signature !== undefined) return `the signature "${signature.signature ?? ''}" is no line of 200 characters`;
  return coverageFault(chunks, lines.length);
}

const pieces = fc.constantFrom(
  ...'{ } ( ) " \' ` /* */ # // ; < \\ => end λ=😀 日本語 """ ;; class function'.split(' '),
  ...'\n|\n\n\n|\r|\r\n|\f|\t|    |\u2028|\u0000|def f|class A {|\n@x\n|\n}\n'.split('|'),
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(200),
  insert: fc.option(pieces),
});
const lineEnds = fc.constantFrom('\n', '\r\n', '\r');

function mangle(text: string, edits: readonly { at: number; remove: number; insert: string | null }[]): string {
  let result = text;
  for (const { at, remove, insert } of edits) {
    const start = Math.floor(at * result.length);
    result = result.slice(0, start) + (insert ?? '') + result.slice(start + remove);
  }
  return result;
}

// Catches lines lost or doubled where the tree is broken, nodes share lines, or tree-sitter's rows differ from our lines.
describe('every line is in one chunk', () => {
  it.each(samples)('%s, mangled', async (name) => {
    const text = texts.get(name) ?? '';
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 6 }), lineEnds, fc.boolean(), async (edits, end, cut) => {
        const mangled = mangle(text, edits).replaceAll('\n', end);
        expect(await faultOf(name, cut ? mangled.trimEnd() : mangled)).toBeNull();
      }),
      { numRuns: 25 },
    );
  });

  it.each(samples)('%s, many times over, so that long parts are split', async (name) => {
    const text = texts.get(name) ?? '';
    expect(await faultOf(name, text.repeat(8))).toBeNull();
    const nested = text
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n');
    expect(await faultOf(name, `class Outer {\n${nested.repeat(4)}\n}\n`)).toBeNull();
  });

  it.each(['', '\n', '\r', '\r\n\r\n', '   ', '\n\n\n', 'x', '\f\n\f', '\uFEFF', '}\n'])(
    'a file of %j',
    async (text) => {
      for (const name of samples) expect(await faultOf(name, text)).toBeNull();
    },
  );

  it('holds for words of any kind in any language', async () => {
    const names = languages.map(
      ({ extensions, fileNames }) => `x${extensions[0] ?? ''}${extensions[0] ? '' : fileNames[0]}`,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.array(pieces, { maxLength: 60 }), async (name, words) => {
        expect(await faultOf(name, words.join(' '))).toBeNull();
      }),
      { numRuns: 400 },
    );
  });
});

// Catches recursion over the depth of the tree and parsers that never come back.
describe('hostile input ends, with every line covered', () => {
  const hostile: Record<string, string> = {
    'nested brackets on one line': '('.repeat(100_000),
    'nested brackets over lines': `${'[\n'.repeat(50_000)}${']\n'.repeat(50_000)}`,
    'a line of 1 MiB': 'value = other + 1; '.repeat(55_000),
    'an unclosed string': `"${'a\n'.repeat(20_000)}`,
  };
  const chosen = ['x.py', 'x.js', 'x.c', 'x.rs', 'x.go', 'x.json', 'x.yaml', 'x.md', 'x.css', 'x.txt'];
  it.each(Object.entries(hostile))('%s', { timeout: 120_000 }, async (_name, text) => {
    for (const path of chosen) expect(await faultOf(path, text)).toBeNull();
  });
});
