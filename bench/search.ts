/**
 * How long searches take.
 *
 *   node bench/search.ts [--chunks 576000]                            a made corpus of that many chunks, by keyword
 *   node bench/search.ts --index FILE [--root DIR]                    a real index
 *   node bench/search.ts --set DIR --repos DIR --indexes DIR          the questions of a quality set, one index per repository
 *
 *   --queries 200   made queries per index          --model DIR   the shipped model by default, "none" for keyword alone
 *   --mode hybrid   that mode only
 *   --answers FILE  of a set: writes every answer but its times, to compare before and after a change
 *
 * Made corpora have words drawn as in source code: a few very common, most rare. Made queries are of words of the index: prose
 * of four words, a name, a name with a slip. Of a set (`npm run eval` leaves its indexes in .cache/eval) every repository is
 * asked three times, each time in a process of its own: "cold" at once, as by one command after the other if the model were
 * loaded only once; "fresh" after reading ahead, as `whence search --stdin` and an opened window do; "warm" after made queries
 * over the same index; and at last "settled", the same in one process for all repositories, in its second round (with indexes
 * opened anew), as in a window that is open all day. Prints p50, p95 and most in ms, and processor time per query: of the
 * process, and of the thread that answers, which is what a query takes where nothing else runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { casesByFile } from '../scripts/eval/cases.ts';
import { findModelFolder } from '../src/engine/models/folder/find-model-folder.ts';
import { folderSource } from '../src/engine/models/index.ts';
import { findResources } from '../src/engine/resources.ts';
import { createSearcher, fromSignal } from '../src/engine/search/index.ts';
import { openReader } from '../src/engine/store/index.ts';
import { type SearchMode, searchModes } from '../src/shared/contract/search.ts';
import { makeCorpus, randomNumbers } from './synthetic-corpus.ts';
import { databaseOf } from '../test/helpers/database-of.ts';

const { values: options } = parseArgs({
  options: {
    chunks: { type: 'string', default: '576000' },
    index: { type: 'string' },
    root: { type: 'string', default: '/' },
    queries: { type: 'string', default: '200' },
    model: { type: 'string' },
    set: { type: 'string' },
    repos: { type: 'string' },
    indexes: { type: 'string' },
    answers: { type: 'string' },
    /** Internal, a Stage: measure the questions of stdin and print a Measured as JSON. */
    measure: { type: 'string' },
    mode: { type: 'string' },
  },
});

interface Measured {
  /** ms per query. */
  readonly took: readonly number[];
  /** ms of this thread's processor time per query: what they would take on a processor of their own. */
  readonly thread: readonly number[];
  /** ms from opening the index to the first answer. */
  readonly first: number;
  /** ms of processor time over all queries. */
  readonly processor: number;
  readonly answers: readonly object[];
}

const modelFolder = options.model === 'none' ? null : (options.model ?? findModelFolder(findResources().models));
const stages = ['cold', 'fresh', 'warm'] as const;
type Stage = (typeof stages)[number];
const modes = searchModes.filter(
  (mode) => (options.mode ?? mode) === mode && (modelFolder !== null || mode === 'keyword'),
);

const quantile = (list: readonly number[], q: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;

function queriesFrom(indexFile: string, count: number): string[] {
  const reader = openReader(indexFile);
  const words = databaseOf(reader)
    .prepare<[], string>('SELECT term FROM chunks_terms WHERE length(term) > 3 ORDER BY doc DESC LIMIT 20000')
    .pluck()
    .all();
  const names = databaseOf(reader).prepare<[], string>('SELECT name FROM symbols LIMIT 20000').pluck().all();
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

async function measure(
  indexFile: string,
  asked: {
    root: string;
    mode: SearchMode;
    queries: readonly string[];
    stage: Stage;
    /** Asked first, and not measured. */
    before: readonly string[];
    model: string | null;
  },
): Promise<Measured> {
  const { mode, root } = asked;
  const started = performance.now();
  const searcher = createSearcher({ indexFile, root, model: asked.model === null ? null : folderSource(asked.model) });
  const never = fromSignal(new AbortController().signal);
  if (asked.stage !== 'cold') await searcher.warmUp();
  for (const text of asked.before) await searcher.query({ text, mode, limit: 10 }, never);
  let first = 0;
  const took: number[] = [];
  const thread: number[] = [];
  const answers: object[] = [];
  const before = process.cpuUsage();
  for (const text of asked.queries) {
    const own = process.threadCpuUsage();
    const { tookMs, ...answer } = await searcher.query({ text, mode, limit: 10 }, never);
    if (took.length === 0) first = performance.now() - started;
    took.push(tookMs);
    const spent = process.threadCpuUsage(own);
    thread.push((spent.user + spent.system) / 1000);
    answers.push(answer);
  }
  const { user, system } = process.cpuUsage(before);
  await searcher.close();
  return { took, thread, first, processor: (user + system) / 1000, answers };
}

function print(name: string, all: readonly Measured[]): void {
  const took = all.flatMap((each) => each.took);
  const [p50, p95, most] = [0.5, 0.95, 1].map((q) => quantile(took, q).toFixed(1).padStart(6));
  const thread = all.flatMap((each) => each.thread);
  const [own50, own95] = [0.5, 0.95].map((q) => quantile(thread, q).toFixed(1));
  const processor = (all.reduce((sum, each) => sum + each.processor, 0) / took.length).toFixed(1);
  console.log(
    `${name.padEnd(16)} p50 ${p50} ms  p95 ${p95} ms  most ${most} ms  processor time ${processor} ms a query, of its thread p50 ${own50} p95 ${own95} ms  (${took.length} queries)`,
  );
}

/** One index, read ahead of. */
async function measureOne(indexFile: string, model: string | null): Promise<void> {
  const queries = queriesFrom(indexFile, Number(options.queries));
  for (const mode of model === null ? (['keyword'] as const) : modes) {
    print(mode, [await measure(indexFile, { root: options.root, mode, queries, stage: 'fresh', before: [], model })]);
  }
}

/** Asks in a process of its own, so that nothing is warm that it has not warmed itself. */
function inFreshProcess(
  each: { index: string; root: string; queries: readonly string[] },
  run: { mode: SearchMode; stage: Stage },
): Measured {
  const args = ['--measure', run.stage, '--index', each.index, '--root', each.root, '--mode', run.mode];
  const done = spawnSync(process.execPath, [import.meta.filename, ...args, '--model', modelFolder ?? 'none'], {
    input: JSON.stringify(each.queries),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (done.status !== 0) throw new Error(`measuring ${each.index} ended with ${done.status}`);
  return JSON.parse(done.stdout);
}

async function measureSet(set: string, repos: string, indexes: string): Promise<void> {
  const cases = casesByFile(set, repos).map(({ repository, root, questions }) => ({
    index: join(indexes, `${repository}.sqlite`),
    root,
    queries: questions.map(({ query }) => query),
  }));
  const answers: object[] = [];
  for (const mode of modes) {
    for (const stage of stages) {
      const measured = cases.map((each) => inFreshProcess(each, { mode, stage }));
      print(`${mode} ${stage}`, measured);
      if (stage === 'warm') answers.push(...measured.flatMap((each) => each.answers));
      else
        console.log(
          `${''.padEnd(16)} open and first answer: p50 ${quantile(
            measured.map(({ first }) => first),
            0.5,
          ).toFixed(0)} ms`,
        );
    }
  }
  for (const mode of modes) {
    const settled: Measured[] = [];
    for (const round of ['before', 'counted']) {
      for (const { index: indexFile, root, queries } of cases) {
        const before = queriesFrom(indexFile, Number(options.queries));
        const measured = await measure(indexFile, { root, mode, queries, stage: 'warm', before, model: modelFolder });
        if (round === 'counted') settled.push(measured);
      }
    }
    print(`${mode} settled`, settled);
  }
  if (options.answers !== undefined)
    writeFileSync(options.answers, answers.map((each) => JSON.stringify(each)).join('\n'));
}

async function measureMade(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-bench-'));
  try {
    const indexFile = join(folder, 'index.sqlite');
    const started = performance.now();
    await makeCorpus(indexFile, Number(options.chunks));
    console.log(`made ${options.chunks} chunks in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    await measureOne(indexFile, options.model === undefined ? null : modelFolder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { set, repos, indexes, index } = options;
const asStage = stages.find((known) => known === options.measure);
if (asStage !== undefined && index !== undefined) {
  const mode = modes[0] ?? 'keyword';
  const queries: string[] = JSON.parse(readFileSync(0, 'utf8'));
  const before = asStage === 'warm' ? queriesFrom(index, Number(options.queries)) : [];
  const { root } = options;
  console.log(
    JSON.stringify(await measure(index, { root, mode, queries, stage: asStage, before, model: modelFolder })),
  );
} else {
  console.log(`load ${loadavg()[0]?.toFixed(1)} before the start`);
  if (set !== undefined && repos !== undefined && indexes !== undefined) await measureSet(set, repos, indexes);
  else if (index !== undefined) await measureOne(index, modelFolder);
  else await measureMade();
}
