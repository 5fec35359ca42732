import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { findModel } from '../../src/engine/models/index.ts';
import { findResources } from '../../src/engine/resources.ts';
import { createSearcher, fromSignal, type Searcher } from '../../src/engine/search/index.ts';
import type { SearchMode, SearchResult } from '../../src/shared/contract/search.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { indexFolder } from '../helpers/searchable-root.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { type FrozenQuestion, frozenQuestions } from './frozen-questions.ts';

// Whence's own sources (all but the window) as they were at 0153a0f, so that ranking alone decides the ranks. A change of ranking shows
// as a diff of frozen-ranks.txt (`npx vitest run --project unit test/quality/frozen.test.ts -u` writes it anew).
const archive = join(import.meta.dirname, '../fixtures/whence-0153a0f.json.br');
const ranks = join(import.meta.dirname, 'frozen-ranks.txt');

const modes: readonly SearchMode[] = ['hybrid', 'keyword', 'meaning'];

/** Ranks as they are kept: exact ones would change with every small weight. */
const buckets = ['1', '2-3', '4-10', '-'] as const;
type Bucket = (typeof buckets)[number];
const bucketOf = (rank: number): Bucket => (rank <= 1 ? '1' : rank <= 3 ? '2-3' : rank <= 10 ? '4-10' : '-');

/**
 * Scores that are not further apart are a tie: processors round vectors differently, and whichever of the two is first stays as it is
 * kept. Scores are around 1.
 */
const tie = 0.01;

/** The buckets that the answer may count as: one, but for ties; the first is that of its rank. */
function bucketsOf(results: readonly SearchResult[], { wanted }: FrozenQuestion): Bucket[] {
  const [, path, first, last] = /^(.+):(\d+)-(\d+)$/.exec(wanted) ?? [];
  const found = results.findIndex(
    (result) => result.path === path && result.startLine <= Number(last) && result.endLine >= Number(first),
  );
  if (found < 0) return ['-'];
  const score = results[found]?.score ?? 0;
  const before = results.filter((other, i) => i < found && other.score > score + tie).length;
  const after = results.filter((other, i) => i > found && other.score >= score - tie).length;
  const [best, worst] = [bucketOf(before + 1), bucketOf(found + 1 + after)];
  const possible = buckets.slice(buckets.indexOf(best), buckets.indexOf(worst) + 1);
  return [...new Set([bucketOf(found + 1), ...possible])];
}

async function askAll(searcher: Searcher): Promise<Map<string, Bucket[]>> {
  const never = fromSignal(new AbortController().signal);
  const found = new Map<string, Bucket[]>();
  for (const question of frozenQuestions)
    for (const mode of modes) {
      const { results } = await searcher.query({ text: question.query, mode, limit: 20 }, never);
      found.set(`${mode} ${question.query}`, bucketsOf(results, question));
    }
  return found;
}

/** Ranks that are kept, by mode and query. */
function readKept(): Map<string, string> {
  const kept = new Map<string, string>();
  if (!existsSync(ranks)) return kept;
  for (const line of readFileSync(ranks, 'utf8').split(/\r?\n/)) {
    const [hybrid = '', keyword = '', meaning = '', query] = line.split(/ {2,}/);
    if (query === undefined) continue;
    for (const [i, rank] of [hybrid, keyword, meaning].entries()) kept.set(`${modes[i]} ${query}`, rank);
  }
  return kept;
}

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i < modes.length ? cell.padEnd(9) : cell))
    .join('')
    .trimEnd();

// Catches every change of what is found first, by words, by meaning and by both.
it('ranks its own sources as it did', { timeout: 600_000 }, async () => {
  const model = findModel(findResources().models, {});
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  writeFiles(root, JSON.parse(brotliDecompressSync(readFileSync(archive)).toString()) as Record<string, string>);
  const searcher = createSearcher({ ...(await indexFolder(root, { folder, model })), model });
  const found = await askAll(searcher);
  await searcher.close();
  const kept = readKept();
  const shown = (key: string): string => {
    const possible = found.get(key) ?? [];
    return possible.find((bucket) => bucket === kept.get(key)) ?? possible[0] ?? '-';
  };
  const rows = frozenQuestions.map(({ query }) => modes.map((mode) => shown(`${mode} ${query}`)).concat(query));
  const counts = buckets.map((bucket) =>
    modes
      .map((_, i) => String(rows.filter((cells) => cells[i] === bucket).length))
      .concat(`questions at rank ${bucket === '-' ? 'none of the first 10' : bucket}`),
  );
  const text = [[...modes, ''], ...counts, [], [...modes, 'rank of the answer to'], ...rows].map(row).join('\n');
  await expect(`${text}\n`).toMatchFileSnapshot(ranks);
});
