import { afterEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlameKeeper, createGit } from '../../../src/engine/git/index.ts';
import { readPhase } from '../../../src/engine/ingest/index.ts';
import { BlameFilter } from '../../../src/engine/store/blame-filter.ts';
import { BlameReader } from '../../../src/engine/store/blame-reader.ts';
import { eachRun, encodeRuns, type BlameRun } from '../../../src/engine/store/blame-runs.ts';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import { databaseOf, statementsOf } from '../../helpers/database-of.ts';
import type { GitRepository } from '../../helpers/git-repository.ts';

cleanUpAfterTests();

const open: { writer: IndexWriter; keeper: BlameKeeper; folder: string }[] = [];

afterEach(async () => {
  for (const { writer, keeper, folder } of open.splice(0)) {
    await keeper.close();
    writer.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function index(
  repository: GitRepository,
): Promise<{ writer: IndexWriter; keeper: BlameKeeper; read: () => Promise<void> }> {
  const { root } = repository;
  const folder = mkdtempSync(join(tmpdir(), 'whence-test-blame-'));
  const writer = await openWriter(join(folder, 'index.sqlite'), { root, appVersion: '0' });
  const keeper = new BlameKeeper({ root, reader: () => writer, writer: () => writer });
  open.push({ writer, keeper, folder });
  const read = async (): Promise<void> => {
    const limits = { maxFileBytes: 1 << 20, includeVendored: false };
    await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined });
  };
  await read();
  return { writer, keeper, read };
}

async function updated(keeper: BlameKeeper): Promise<void> {
  keeper.update();
  await keeper.settled();
}

const chunkIdsOf = (writer: IndexWriter, path: string): number[] =>
  databaseOf(writer)
    .prepare<[string], number>(
      'SELECT c.id FROM chunks AS c JOIN files AS f ON f.id = c.file_id WHERE f.path = ? ORDER BY c.start_line',
    )
    .pluck()
    .all(path);

const pathsOf = (writer: IndexWriter, condition: Parameters<BlameFilter['chunks']>[0]): string[] | null => {
  const paths = new Set<string>();
  const path = databaseOf(writer)
    .prepare<[number], string>('SELECT f.path FROM chunks AS c JOIN files AS f ON f.id = c.file_id WHERE c.id = ?')
    .pluck();
  const known = new BlameFilter(statementsOf(writer)).chunks(condition, (id) => paths.add(path.get(id) ?? ''));
  return known ? [...paths].sort() : null;
};

function createPeople(): GitRepository {
  const repository = createRepository();
  repository.write('ada.txt', numbered(20, 'ada'));
  repository.write('both.txt', numbered(20, 'both'));
  repository.commit('by Ada', { date: '1300000000 +0000' });
  repository.write('both.txt', numbered(20, 'both').replace('both 7\n', 'grace\n'));
  repository.write('grace.txt', numbered(20, 'grace'));
  repository.commit('by Grace', { author: 'Grace Hopper <grace@example.org>', date: '1600000000 +0000' });
  return repository;
}

test('runs of lines come back as they were written', () => {
  const runs: BlameRun[] = [
    { count: 1, commit: 0, originalLine: 1, path: 0 },
    { count: 300, commit: 127, originalLine: 128, path: 3 },
    { count: 127, commit: 2 ** 31, originalLine: 16_384, path: 0 },
  ];
  const read: { run: BlameRun; firstLine: number }[] = [];
  eachRun(encodeRuns(runs), (run, firstLine) => read.push({ run, firstLine }));
  expect(read).toEqual([
    { run: runs[0], firstLine: 1 },
    { run: runs[1], firstLine: 2 },
    { run: runs[2], firstLine: 302 },
  ]);
});

test('chunks are found by who wrote them, when, and in which commit', async () => {
  const repository = createPeople();
  const { writer, keeper } = await index(repository);
  expect(pathsOf(writer, { type: 'author', author: 'ada' })).toBeNull();
  await updated(keeper);
  expect(pathsOf(writer, { type: 'author', author: 'ada love' })).toEqual(['ada.txt', 'both.txt']);
  expect(pathsOf(writer, { type: 'author', author: 'grace@' })).toEqual(['both.txt', 'grace.txt']);
  expect(pathsOf(writer, { type: 'author', author: 'nobody' })).toEqual([]);
  expect(pathsOf(writer, { type: 'after', time: 1_500_000_000 })).toEqual(['both.txt', 'grace.txt']);
  expect(pathsOf(writer, { type: 'before', time: 1_500_000_000 })).toEqual(['ada.txt']);
  expect(pathsOf(writer, { type: 'commit', prefix: repository.head().slice(0, 8) })).toEqual(['both.txt', 'grace.txt']);
});

test('stored blame is what the engines compute, and answers in their place', async () => {
  const repository = createPeople();
  repository.git('mv', 'both.txt', 'moved.txt');
  repository.commit('move');
  repository.write('moved.txt', `${numbered(20, 'both')}mine\n`);
  const { writer, keeper } = await index(repository);
  await updated(keeper);
  const stored = createGit({ root: repository.root, engine: 'auto', indexFile: writer.file });
  const computed = createGit({ root: repository.root, engine: 'git' });
  for (const path of ['ada.txt', 'grace.txt', 'moved.txt']) {
    const [ours, theirs] = [await stored.blame({ path }), await computed.blame({ path })];
    expect(ours.engine).toBe('isomorphic');
    const dated = (lines: typeof ours.lines): unknown[] =>
      lines.map(({ date, email, originalLine, ...line }) => [line, line.committed && [date, email, originalLine]]);
    expect(dated(ours.lines)).toEqual(dated(theirs.lines));
  }
});

test('hits tell their newest line, at once and before anything was stored', async () => {
  const repository = createPeople();
  repository.write('new.txt', 'not committed\n');
  const { writer, keeper } = await index(repository);
  const ids = ['ada.txt', 'both.txt', 'new.txt'].flatMap((path) => chunkIdsOf(writer, path));
  const hits = await keeper.blameHits(ids);
  expect(new Set(hits.map(({ author, committed, summary }) => `${author} ${committed} ${summary}`))).toEqual(
    new Set(['Ada Lovelace true by Ada', 'Grace Hopper true by Grace', 'Not Committed Yet false not committed yet']),
  );
  repository.git('config', 'user.email', 'Grace@example.org');
  const facets = await keeper.facets([...ids, ...chunkIdsOf(writer, 'grace.txt')]);
  expect(facets.authors.map(({ author, count, mine }) => [author, count, mine])).toEqual([
    ['Ada Lovelace', 1, false],
    ['Grace Hopper', 1, true],
  ]);
  expect(facets.pending).toBe(1);
});

test('a new commit, a changed file and a new mailmap make blame again only what they touch', async () => {
  const repository = createPeople();
  const { writer, keeper, read } = await index(repository);
  await updated(keeper);
  const rows = (): Map<string, string> =>
    new Map(
      databaseOf(writer)
        .prepare<[], { path: string; row: string }>(
          `SELECT f.path AS path, hex(b.runs) || lower(hex(b.head)) AS row FROM blame_files AS b JOIN files AS f ON f.id = b.file_id`,
        )
        .all()
        .map(({ path, row }) => [path, row]),
    );
  const reader = new BlameReader(statementsOf(writer));
  databaseOf(writer).exec(
    "UPDATE blame_files SET runs = x'00000000' WHERE file_id IN (SELECT id FROM files WHERE path = 'ada.txt')",
  );
  repository.write('grace.txt', numbered(21, 'grace'));
  repository.commit('one more');
  await read();
  await updated(keeper);
  // The mark in ada.txt shows that it was not blamed again, though it counts for the new commit.
  expect(rows().get('ada.txt')).toBe(`00000000${repository.head()}`);
  expect(rows().get('grace.txt')).not.toBe(`00000000${repository.head()}`);
  const key = { head: repository.head(), stamp: '' };
  expect(reader.unblamed(key.head, 'another').length).toBe(3);

  repository.write('.mailmap', 'Countess <ada@example.org>\n');
  await read();
  await updated(keeper);
  expect(pathsOf(writer, { type: 'author', author: 'countess' })).toEqual(['ada.txt', 'both.txt', 'grace.txt']);
});

test('who asks for authors while the index is closed is told none, and nothing reads a closed index', async () => {
  const { writer, keeper } = await index(createPeople());
  const asked = keeper.blameHits(chunkIdsOf(writer, 'both.txt'));
  const counted = keeper.facets(chunkIdsOf(writer, 'both.txt'));
  await keeper.close();
  writer.close();
  expect(await asked).toEqual([]);
  expect(await counted).toMatchObject({ authors: [], ages: [] });
});
