/**
 * Times blame beside the git command, each question in a process of its own, so that nothing is warm but the disk:
 *
 *   node bench/blame.ts ROOT [--files N] [--no-store]
 *
 * Prints, as medians over the files: git's own time for the whole file; each engine's whole file, its first lines while it
 * streams, and lines 1 to 50 asked for alone; the largest memory of such a process; then one walk over the history for all
 * files, and a second blame from the store it fills. Times hold the start of the worker, not that of Node.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BlameKeeper, createGit, gitWorkers } from '../src/engine/git/index.ts';
import { readPhase } from '../src/engine/ingest/index.ts';
import { openWriter } from '../src/engine/store/index.ts';
import { databaseOf } from '../test/helpers/database-of.ts';

interface Measured {
  readonly wholeMs: number;
  readonly firstMs: number;
  readonly fiftyMs: number;
  readonly peakMb: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** Files that many commits changed: what people ask blame about. */
function chooseFiles(root: string, count: number): string[] {
  const counts = new Map<string, number>();
  const log = execFileSync('git', ['-C', root, 'log', '-n', '4000', '--no-renames', '--name-only', '--format='], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  for (const path of log.split('\n')) if (path !== '') counts.set(path, (counts.get(path) ?? 0) + 1);
  const tracked = new Set(
    execFileSync('git', ['-C', root, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 30 }).split('\0'),
  );
  const known = [...counts].filter(([path]) => tracked.has(path)).sort((a, b) => b[1] - a[1]);
  // From the busiest to those that changed twice, evenly.
  const often = known.filter(([, changes]) => changes >= 2).map(([path]) => path);
  return Array.from(
    { length: Math.min(count, often.length) },
    (_, at) => often[Math.floor((at * often.length) / count)] ?? '',
  );
}

async function measureHere(root: string, engine: 'git' | 'isomorphic', path: string): Promise<Measured> {
  const git = createGit({ root, engine });
  const start = performance.now();
  let first = 0;
  await git.blame({ path, force: true }, { onLines: () => (first ||= performance.now() - start) });
  const wholeMs = performance.now() - start;
  await gitWorkers.stop();
  const again = performance.now();
  await createGit({ root, engine }).blame({ path, firstLine: 1, lastLine: 50, force: true });
  const fiftyMs = performance.now() - again;
  await gitWorkers.stop();
  return { wholeMs, firstMs: first || wholeMs, fiftyMs, peakMb: process.resourceUsage().maxRSS / 1024 };
}

function measureApart(root: string, engine: string, path: string): Measured {
  const output = execFileSync(process.execPath, [import.meta.filename, root, '--one', path, '--engine', engine], {
    encoding: 'utf8',
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this very file printed it
  return JSON.parse(output) as Measured;
}

async function measureStore(root: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-bench-blame-'));
  const writer = await openWriter(join(folder, 'index.sqlite'), { root, appVersion: '0' });
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  const { signal } = new AbortController();
  await readPhase({ writer, root, limits, signal, onProgress: () => undefined });
  const keeper = new BlameKeeper({ root, reader: () => writer, writer: () => writer });
  const start = performance.now();
  keeper.update();
  await keeper.settled();
  const took = performance.now() - start;
  const { files, bytes } = databaseOf(writer)
    .prepare<[], { files: number; bytes: number }>(
      'SELECT count(*) AS files, sum(length(runs)) AS bytes FROM blame_files',
    )
    .get() ?? { files: 0, bytes: 0 };
  console.log(
    `store: ${files} files in one walk, ${(took / 1000).toFixed(1)} s (${(took / files).toFixed(1)} ms a file), ${(bytes / 1024).toFixed(0)} KiB of runs, ` +
      `peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
  );
  const git = createGit({ root, engine: 'auto', indexFile: writer.file });
  const times: number[] = [];
  for (const path of chooseFiles(root, 20)) {
    const before = performance.now();
    await git.blame({ path }).catch(() => undefined);
    times.push(performance.now() - before);
  }
  console.log(`second blame, from the store: ${median(times).toFixed(1)} ms`);
  await keeper.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    files: { type: 'string', default: '8' },
    store: { type: 'boolean', default: true },
    one: { type: 'string' },
    engine: { type: 'string' },
  },
});
const root = positionals[0] ?? '.';
if (values.one !== undefined) {
  console.log(JSON.stringify(await measureHere(root, values.engine === 'git' ? 'git' : 'isomorphic', values.one)));
} else {
  const paths = chooseFiles(root, Number(values.files));
  const commits = execFileSync('git', ['-C', root, 'rev-list', '--count', 'HEAD'], { encoding: 'utf8' }).trim();
  console.log(`${root}: ${commits} commits, ${paths.length} files`);
  const own = paths.map((path) => {
    const start = performance.now();
    execFileSync('git', ['-C', root, 'blame', '--porcelain', '--', path], { maxBuffer: 1 << 30 });
    return performance.now() - start;
  });
  console.log(`git blame: whole file ${median(own).toFixed(0)} ms, slowest ${largest(own).toFixed(0)} ms`);
  for (const engine of ['git', 'isomorphic']) {
    const measured = paths.map((path) => measureApart(root, engine, path));
    const ratios = measured.map(({ wholeMs }, at) => wholeMs / (own[at] ?? 1));
    const of = (pick: (each: Measured) => number): string => {
      const all = measured.map((each) => pick(each));
      return `${median(all).toFixed(0)} ms (slowest ${largest(all).toFixed(0)})`;
    };
    console.log(
      `${engine}: whole file ${of(({ wholeMs }) => wholeMs)}, ${median(ratios).toFixed(2)} × git; first lines ${of(({ firstMs }) => firstMs)}; ` +
        `lines 1–50 alone ${of(({ fiftyMs }) => fiftyMs)}; peak ${largest(measured.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
    );
  }
  if (values.store) await measureStore(root);
  await gitWorkers.stop();
}
