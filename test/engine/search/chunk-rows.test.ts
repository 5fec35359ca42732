import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSearcher, fromSignal, type Searcher } from '../../../src/engine/search/index.ts';
import { indexCopy } from '../../helpers/searchable-root.ts';

let folder: string;
let searcher: Searcher;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whence-stems-'));
  const source = join(folder, 'source');
  for (const name of ['extract', 'routing', 'extract_notes']) mkdirSync(join(source, name), { recursive: true });
  writeFileSync(join(source, 'extract/mod.rs'), 'pub mod body;\npub mod query;\n');
  writeFileSync(join(source, 'routing/mod.rs'), 'pub mod body;\npub mod query;\n// extract\n');
  searcher = createSearcher({ ...(await indexCopy(source, { folder })), model: null });
});
afterAll(async () => {
  await searcher.close();
  rmSync(folder, { recursive: true, force: true });
});

it('names a mod.rs after its folder', async () => {
  const { results } = await searcher.query({ text: 'extract' }, fromSignal(new AbortController().signal));
  const named = results.find(({ path }) => path === 'extract/mod.rs');
  expect(results[0]?.path).toBe('extract/mod.rs');
  expect(named?.reasons.map(({ text }) => text)).toContain('query words in the file name');
});
