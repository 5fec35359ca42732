import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import { indexFolder } from '../../helpers/searchable-root.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';

let folder: string;
let searcher: Searcher;

// The words of what is asked stand in names, paths and neighbours of the first file; only the second has them as typed.
const scattered = `/** The level of the options: bytes at most for every level of options. */
export function maxBytesLevel(level: number, options: Options): number {
  return options.bytes * level + maxBytes(options).level(level, options);
}
`;
const asTyped = `export class Compaction {
  pick(inputs: Inputs): number {
    const total = inputs.total();
    if (total   >
      maxBytes(options, level)) return inputs.first;
    throw new Error('the options of this level have no bytes at most');
  }
}
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-verbatim-'));
  const root = join(folder, 'root');
  writeFiles(root, { 'src/level/options/max-bytes.ts': scattered, 'src/run.ts': asTyped });
  searcher = createSearcher({ ...(await indexFolder(root, { folder })), model: null });
});
afterAll(async () => {
  await searcher.close();
  rmSync(folder, { recursive: true, force: true });
});

// Catches fusion that outvotes the one place where the query stands as it was typed.
describe('a query that stands in the code as it was typed', () => {
  it.each([
    'total > maxBytes(options, level)',
    'MAXBYTES(options,  level)) return',
    'the options of this level have no bytes at most',
    '> total > maxBytes(options, level)',
    '+    if (total   >\n+      maxBytes(options, level)) return inputs.first;',
    '>>> total > maxBytes(options, level)',
  ])('comes first: %s', async (text) => {
    const [first] = (await searcher.query({ text }, fromSignal(new AbortController().signal))).results;
    expect(first?.path).toBe('src/run.ts');
    expect(first?.reasons.map((reason) => reason.text)).toContain('holds the query as it was typed');
  });

  it('is none when only its words are there', async () => {
    const { results } = await searcher.query(
      { text: 'level, options: bytes' },
      fromSignal(new AbortController().signal),
    );
    expect(results.flatMap(({ reasons }) => reasons.map(({ text }) => text))).not.toContain(
      'holds the query as it was typed',
    );
  });
});
