/**
 * Compares both blame engines with `git blame --porcelain`, line by line, on files of a repository:
 *
 *   node bench/blame-compare.ts ROOT [ROOT …] [--files N] [--engine git|isomorphic] [--json FILE]
 *
 * Files are drawn the same way each time: by the hash of their path. Prints agreement and times per repository, and the
 * first differences. Exit code 1 when an engine agrees on fewer lines than docs/blame.md promises.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGit, gitWorkers } from '../src/engine/git/index.ts';

const promised = { git: 0.999, isomorphic: 0.995 } as const;
type EngineName = keyof typeof promised;
const differencesShown = 3;

interface EngineFigures {
  lines: number;
  sameCommit: number;
  sameLine: number;
  ms: number;
  firstMs: number;
  slowest: { path: string; ms: number; gitMs: number };
  differences: string[];
}

interface RepositoryFigures {
  name: string;
  commits: number;
  merges: number;
  first: string;
  files: number;
  gitMs: number;
  engines: Partial<Record<EngineName, EngineFigures>>;
}

interface ReferenceLine {
  readonly commit: string;
  readonly line: number;
}

const runGit = (root: string, args: readonly string[]): string =>
  execFileSync('git', ['-C', root, ...args], { maxBuffer: 1 << 30, encoding: 'latin1' });

function chooseFiles(root: string, count: number): string[] {
  const binary = /\.(?:png|jpe?g|gif|ico|pdf|zip|gz|jar|woff2?|ttf|eot|mp4|wasm|bin|exe|dll|so|keystore|snk|od[pst])$/i;
  return runGit(root, ['ls-tree', '-r', '-z', 'HEAD'])
    .split('\0')
    .filter((entry) => entry.startsWith('100') && !binary.test(entry))
    .map((entry) => Buffer.from(entry.slice(entry.indexOf('\t') + 1), 'latin1').toString('utf8'))
    .map((path) => ({ path, key: createHash('sha256').update(path).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, count)
    .map(({ path }) => path);
}

function reference(root: string, path: string): ReferenceLine[] {
  const ignored = existsSync(join(root, '.git-blame-ignore-revs'))
    ? ['--ignore-revs-file', '.git-blame-ignore-revs']
    : [];
  return runGit(root, ['blame', '--porcelain', ...ignored, 'HEAD', '--', path])
    .split('\n')
    .filter((line) => /^[0-9a-f]{40} \d+ \d+/.test(line))
    .map((line) => ({ commit: line.slice(0, 40), line: Number(line.split(' ')[1]) }));
}

async function compareFile(
  root: string,
  path: string,
  into: { engine: EngineName; figures: EngineFigures; expected: ReferenceLine[]; gitMs: number },
): Promise<void> {
  const { engine, figures, expected, gitMs } = into;
  const git = createGit({ root, engine });
  const start = performance.now();
  let first = 0;
  const onLines = (): void => {
    if (first === 0) first = performance.now() - start;
  };
  const blame = await git.blame({ path, revision: 'HEAD', force: true }, { onLines });
  const ms = performance.now() - start;
  const actual = new Map<number, { commit: string; line: number }>();
  // Lone CRs make more lines in Whence's model than in git's: such files are compared by their first lines only.
  for (const line of blame.lines) actual.set(line.line, { commit: line.commit, line: line.originalLine });
  figures.ms += ms;
  figures.firstMs += first;
  if (ms > figures.slowest.ms) figures.slowest = { path, ms, gitMs };
  for (const [at, wanted] of expected.entries()) {
    const got = actual.get(at + 1);
    figures.lines += 1;
    if (got?.commit === wanted.commit) figures.sameCommit += 1;
    if (got?.commit === wanted.commit && got.line === wanted.line) figures.sameLine += 1;
    else if (figures.differences.length < 200) {
      const ours = `${got?.commit.slice(0, 10)} line ${got?.line}`;
      figures.differences.push(`${path}:${at + 1} git ${wanted.commit.slice(0, 10)} line ${wanted.line}, ours ${ours}`);
    }
  }
}

const emptyFigures = (): EngineFigures => ({
  lines: 0,
  sameCommit: 0,
  sameLine: 0,
  ms: 0,
  firstMs: 0,
  slowest: { path: '', ms: 0, gitMs: 0 },
  differences: [],
});

async function compareRepository(
  root: string,
  count: number,
  engines: readonly EngineName[],
): Promise<RepositoryFigures> {
  const figures: RepositoryFigures = {
    name: basename(root),
    commits: Number(runGit(root, ['rev-list', '--count', 'HEAD'])),
    merges: Number(runGit(root, ['rev-list', '--count', '--merges', 'HEAD'])),
    first: runGit(root, ['log', '--reverse', '--format=%cs']).slice(0, 4),
    files: 0,
    gitMs: 0,
    engines: {},
  };
  for (const path of chooseFiles(root, count)) {
    const start = performance.now();
    const expected = reference(root, path);
    const gitMs = performance.now() - start;
    figures.gitMs += gitMs;
    figures.files += 1;
    for (const engine of engines) {
      const each = (figures.engines[engine] ??= emptyFigures());
      await compareFile(root, path, { engine, figures: each, expected, gitMs });
    }
  }
  return figures;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(3)} %`);

function report(figures: RepositoryFigures): void {
  const { name, commits, merges, first, files, gitMs } = figures;
  console.log(
    `${name}: ${commits} commits since ${first}, ${merges} merges, ${files} files, git ${gitMs.toFixed(0)} ms`,
  );
  for (const [engine, each] of Object.entries(figures.engines)) {
    const { lines, sameCommit, sameLine, ms, firstMs, slowest, differences } = each;
    console.log(
      `  ${engine.padEnd(10)} ${lines} lines, commit ${percent(sameCommit, lines)}, commit and line ${percent(sameLine, lines)}, ` +
        `${ms.toFixed(0)} ms (${(ms / gitMs).toFixed(2)} × git), first lines after ${(firstMs / files).toFixed(0)} ms, ` +
        `slowest ${slowest.ms.toFixed(0)} ms (git ${slowest.gitMs.toFixed(0)}) ${slowest.path}`,
    );
    for (const difference of differences.slice(0, differencesShown)) console.log(`    ${difference}`);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: '25' }, engine: { type: 'string' }, json: { type: 'string' } },
});
const engines: readonly EngineName[] =
  values.engine === 'git' || values.engine === 'isomorphic' ? [values.engine] : ['git', 'isomorphic'];
const all: RepositoryFigures[] = [];
for (const root of positionals) {
  const figures = await compareRepository(root, Number(values.files), engines);
  report(figures);
  all.push(figures);
  gitWorkers.forget(root);
}
console.log(`total: ${all.length} repositories, ${all.reduce((sum, each) => sum + each.files, 0)} files`);
for (const engine of engines) {
  const sum = (key: 'lines' | 'sameCommit' | 'sameLine'): number =>
    all.reduce((total, each) => total + (each.engines[engine]?.[key] ?? 0), 0);
  console.log(`  ${engine.padEnd(10)} commit ${percent(sum('sameCommit'), sum('lines'))} of ${sum('lines')} lines`);
  if (sum('sameCommit') < promised[engine] * sum('lines')) process.exitCode = 1;
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all, null, 2));
await gitWorkers.stop();
