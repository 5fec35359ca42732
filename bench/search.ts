/**
 * How long searches take: `npx node bench/search.ts [--chunks 576000] [--index FILE --root DIR] [--queries 200] [--model DIR]`
 *
 * Without --index it makes a corpus of that many chunks (words drawn as in source code: a few very common, most rare) in a
 * temporary folder; with --index it searches a real one. Prints p50 and p95 per mode in ms, and the first query of a fresh
 * reader. Queries are made of words of the index: prose of four words, a name, a name with a slip.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSearcher, fromSignal } from '../src/engine/search/index.ts';
import { openReader } from '../src/engine/store/index.ts';
import type { SearchMode } from '../src/shared/contract/search.ts';
import { makeCorpus, randomNumbers } from './synthetic-corpus.ts';

const { values: options } = parseArgs({
  options: {
    chunks: { type: 'string', default: '576000' },
    index: { type: 'string' },
    root: { type: 'string', default: '/' },
    queries: { type: 'string', default: '200' },
    model: { type: 'string' },
  },
});

const quantile = (list: readonly number[], q: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;

function queriesFrom(indexFile: string, count: number): string[] {
  const reader = openReader(indexFile);
  const words = reader.database
    .prepare<[], string>('SELECT term FROM chunks_terms WHERE length(term) > 3 ORDER BY doc DESC LIMIT 20000')
    .pluck()
    .all();
  const names = reader.database.prepare<[], string>('SELECT name FROM symbols LIMIT 20000').pluck().all();
  reader.close();
  const random = randomNumbers(7);
  // Squared: common words are asked for more often, as people do.
  const pick = (list: readonly string[]): string => list[Math.floor(random() ** 2 * list.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    if (i % 4 === 0) return pick(names);
    if (i % 16 === 1) return pick(names).replace(/(.{3})(.)(.)/, '$1$3$2');
    return `how ${pick(words)} ${pick(words)} in ${pick(words)} ${pick(words)}`;
  });
}

async function measure(indexFile: string, mode: SearchMode, queries: readonly string[]): Promise<void> {
  const started = performance.now();
  const searcher = createSearcher({ indexFile, root: options.root, modelFolder: options.model ?? null });
  const never = fromSignal(new AbortController().signal);
  await searcher.query({ text: 'first query', mode }, never);
  const first = performance.now() - started;
  const took: number[] = [];
  const processor = process.cpuUsage();
  for (const text of queries) took.push((await searcher.query({ text, mode, limit: 10 }, never)).tookMs);
  const { user, system } = process.cpuUsage(processor);
  const cpu = ((user + system) / 1000 / queries.length).toFixed(1);
  await searcher.close();
  const figures = [0.5, 0.95, 1].map((q) => quantile(took, q).toFixed(1).padStart(8));
  console.log(
    `${mode.padEnd(8)} p50 ${figures[0]} ms  p95 ${figures[1]} ms  most ${figures[2]} ms  processor time ${cpu} ms a query  first ${first.toFixed(0)} ms`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'whence-bench-'));
try {
  const indexFile = options.index ?? join(folder, 'index.sqlite');
  if (options.index === undefined) {
    const started = performance.now();
    await makeCorpus(indexFile, Number(options.chunks));
    console.log(`made ${options.chunks} chunks in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const queries = queriesFrom(indexFile, Number(options.queries));
  await measure(indexFile, 'keyword', queries);
  if (options.model !== undefined)
    for (const mode of ['meaning', 'hybrid'] as const) await measure(indexFile, mode, queries);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
