import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSearcher, fromSignal } from '../../../src/engine/search/index.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { indexFolder } from '../../helpers/searchable-root.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const sentence = 'the ledger quota was drained twice before midnight rollover';

/** Speaks of nearly all of it, again and again, and nowhere as it was typed. */
const speaksOf = (n: number): string =>
  `/** Ledger quota drained before midnight rollover ${n}. */
export function drainedLedgerQuotaBeforeMidnightRollover${n}(ledger: Ledger): Quota {
${'  ledger.rollover(midnight, quota.drained(ledger), quota);\n'.repeat(4)}  return quota;
}
`;

/** Holds the one word that those lack, so that it is not rare. */
const twice = (n: number): string => `export function again${n}(): void {\n  work(twice, twice);\n}\n`;

/** A long function that says it once, in one of its many lines. */
const saysIt = `export function settle(rows: Row[]): void {
${Array.from({ length: 25 }, (_, i) => `  const total${i} = sum(rows, 'column ${i}');\n`).join('')}  warn('${sentence}');
  finish(rows);
}
`;

// Catches that chunks are read for the query as it was typed which do not hold all its words: few are read, so that the one that
// does is not among them.
it('finds a text as it was typed behind many chunks that hold most of its words more often', async () => {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  for (let n = 0; n < 30; n += 1)
    writeFiles(root, { [`src/ledger/quota-${n}.ts`]: speaksOf(n), [`lib/again-${n}.ts`]: twice(n) });
  writeFiles(root, { 'lib/settle.ts': saysIt });
  const searcher = createSearcher({ ...(await indexFolder(root, { folder })), model: null });
  const { results } = await searcher.query({ text: sentence }, fromSignal(new AbortController().signal));
  await searcher.close();
  expect(results[0]?.path).toBe('lib/settle.ts');
  expect(results[0]?.reasons.map(({ text }) => text)).toContain('holds the query as it was typed');
});
