import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChunker, languages, type Chunker } from '../../../src/engine/chunking/index.ts';
import { describeChunks, grammarFolder } from '../../helpers/chunking.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/chunking');
// The samples end in .txt, so that no tool takes them for code of the project.
const samples = readdirSync(fixtures)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length));

let chunker: Chunker;
beforeAll(async () => {
  chunker = await createChunker({ grammarFolder: grammarFolder() });
});
afterAll(() => {
  chunker.dispose();
});

// Catches a grammar update or a changed rule that loses names, docs or boundaries in one language only.
describe('chunks of a small realistic file', () => {
  it.each(samples)('%s', async (name) => {
    const text = readFileSync(join(fixtures, `${name}.txt`), 'utf8');
    const file = await chunker.chunk({ path: name, text });
    expect(file.fallback).toBeNull();
    await expect(describeChunks(text, file)).toMatchFileSnapshot(join(fixtures, `${name}.chunks`));
  });
});

// Catches two languages that claim one name, and names spelled in a way that never matches.
describe('the language list', () => {
  it('has each id, alias, extension and file name once, in lower case', () => {
    const claims = [
      languages.flatMap((each) => [each.id, ...each.aliases]),
      languages.flatMap((each) => each.extensions),
      languages.flatMap((each) => each.fileNames),
    ];
    for (const names of claims) expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(claims.flat().filter((claim) => claim !== claim.toLowerCase())).toEqual([]);
    expect(languages.flatMap((each) => each.extensions).filter((extension) => !extension.startsWith('.'))).toEqual([]);
  });
});
