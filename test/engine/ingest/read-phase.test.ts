import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { createReadingPool, readPhase, type ReadSummary } from '../../../src/engine/ingest/index.ts';
import { type IndexWriter, openWriter } from '../../../src/engine/store/index.ts';
import { readText } from '../../../src/engine/repositories/read-text.ts';
import { isWhenceError } from '../../../src/shared/errors.ts';
import { embedByHash } from '../../faults/embed-by-hash.ts';
import { git, writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

const pool = createReadingPool();
afterAll(() => pool.close());

const functionOf = (name: string): string =>
  `/** Does ${name}. */\nexport function ${name}(value: number): number {\n${`  value += ${name.length};\n`.repeat(60)}  return value;\n}\n`;

async function newIndex(): Promise<{ root: string; writer: IndexWriter }> {
  const root = temporaryFolder();
  const writer = await openWriter(join(temporaryFolder(), 'index.sqlite'), { root, appVersion: 'test' });
  onTestFinished(() => writer.close());
  return { root, writer };
}

const read = async (index: { root: string; writer: IndexWriter }, maxFileBytes = 1 << 20): Promise<ReadSummary> =>
  readPhase({
    ...index,
    limits: { maxFileBytes, includeVendored: false },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    pool,
  });

/** Times long past, so that nothing counts as changing right now. */
function age(root: string, ...paths: string[]): void {
  for (const path of paths) utimesSync(join(root, path), 1_600_000_000, 1_600_000_000);
}

it('a second reading finds nothing to do and writes nothing', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.ts': functionOf('add'), 'b.bin': Buffer.of(0, 1, 2) });
  age(index.root, 'a.ts', 'b.bin');
  await read(index);
  const before = databaseOf(index.writer).pragma('data_version');
  const changes = databaseOf(index.writer).prepare('SELECT total_changes()').pluck();
  const counted = changes.get();
  expect(await read(index)).toMatchObject({ read: 0, unchanged: 2, skipped: 0, chunksAdded: 0 });
  expect([databaseOf(index.writer).pragma('data_version'), changes.get()]).toEqual([before, counted]);
});

it('a function that moved within its file, and a file that moved, keep chunks and vectors', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.ts': `${functionOf('add')}\n${functionOf('remove')}`, 'c.ts': functionOf('find') });
  await read(index);
  embedByHash(index.writer);
  const vectors = index.writer.counts().vectors;
  writeFiles(index.root, { 'a.ts': `// a new head\n\n${functionOf('remove')}\n${functionOf('add')}` });
  mkdirSync(join(index.root, 'lib'));
  renameSync(join(index.root, 'c.ts'), join(index.root, 'lib', 'd.ts'));
  const summary = await read(index);
  expect(summary).toMatchObject({ moved: 1, removed: 0 });
  expect(summary.chunksKept).toBeGreaterThanOrEqual(2);
  expect(index.writer.counts()).toMatchObject({ pending: summary.chunksAdded });
  const lines = databaseOf(index.writer)
    .prepare("SELECT start_line FROM chunks WHERE name = 'add' ORDER BY id LIMIT 1")
    .pluck()
    .get();
  expect(lines).toBeGreaterThan(30);
  expect(index.writer.counts().vectors).toBe(vectors - summary.chunksRemoved);
});

it('going back to an earlier text needs no model', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.ts': functionOf('add') });
  await read(index);
  embedByHash(index.writer);
  writeFiles(index.root, { 'a.ts': functionOf('other') });
  await read(index);
  embedByHash(index.writer);
  writeFiles(index.root, { 'a.ts': functionOf('add') });
  await read(index);
  const pending = index.writer.pendingChunks({ afterId: 0, limit: 10 });
  const reusable = pending.map((chunk) => index.writer.lookupReusableVector(chunk, 'r1') !== null);
  expect(reusable).toEqual([true]);
});

it('a change within the tick of the reading is seen by the next one, even with the same size and time', async () => {
  const index = await newIndex();
  const file = join(index.root, 'a.txt');
  const soon = Date.now() / 1000 + 60;
  writeFileSync(file, 'one');
  utimesSync(file, soon, soon);
  await read(index);
  writeFileSync(file, 'two');
  utimesSync(file, soon, soon);
  await read(index);
  expect(index.writer.fileText(1)).toBe('two');
});

/** Writes until the file's own clock has moved on: its ticks are some milliseconds long. */
function replaceUnseen(file: string, text: string, write: (text: string) => void): void {
  const before = lstatSync(file);
  do {
    write(text);
    utimesSync(file, before.atimeMs / 1000, before.mtimeMs / 1000);
  } while (lstatSync(file).ctimeMs === before.ctimeMs);
  expect(lstatSync(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
}

it('a change that puts size and time back is seen, in place or by another file under the name', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.txt': 'one', 'b.txt': 'one', 'c.txt': 'one' });
  age(index.root, 'a.txt', 'b.txt', 'c.txt');
  await read(index);
  const [a, b] = [join(index.root, 'a.txt'), join(index.root, 'b.txt')];
  replaceUnseen(a, 'two', (text) => writeFileSync(a, text));
  replaceUnseen(b, 'six', (text) => {
    writeFileSync(`${b}.new`, text);
    renameSync(`${b}.new`, b);
  });
  expect(await read(index)).toMatchObject({ read: 2, unchanged: 1 });
  const texts = index.writer.knownFiles().map(({ id }) => index.writer.fileText(id));
  expect(texts).toEqual(['two', 'six', 'one']);
  expect(await read(index)).toMatchObject({ read: 0, unchanged: 3 });
});

it('a change of nothing but what is said of a file costs a comparison of its content, once', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.ts': functionOf('add') });
  age(index.root, 'a.ts');
  await read(index);
  const file = join(index.root, 'a.ts');
  const { ctimeMs } = lstatSync(file);
  for (let mode = 0o600; lstatSync(file).ctimeMs === ctimeMs; mode ^= 0o044) chmodSync(file, mode);
  expect(await read(index)).toMatchObject({ read: 0, unchanged: 1, chunksAdded: 0 });
  expect(index.writer.knownFiles()[0]?.identity?.ctimeMs).toBe(lstatSync(file).ctimeMs);
});

it('rows of older code get what they lack without their files being read again', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.ts': functionOf('add'), 'b.txt': 'words' });
  age(index.root, 'a.ts', 'b.txt');
  await read(index);
  const database = databaseOf(index.writer);
  // With this hash a file that is read counts as changed.
  database.exec("UPDATE files SET ctime_ms = NULL, inode = NULL, content_hash = x'00' WHERE path = 'a.ts'");
  database.exec("UPDATE files SET ctime_ms = NULL, inode = NULL WHERE path = 'b.txt'");
  expect(await read(index)).toMatchObject({ read: 0, unchanged: 2 });
  expect(index.writer.knownFiles().map(({ identity }) => identity?.inode)).toEqual(
    ['a.ts', 'b.txt'].map((path) => lstatSync(join(index.root, path)).ino),
  );
  const counted = database.prepare('SELECT total_changes()').pluck().get();
  await read(index);
  expect(database.prepare('SELECT total_changes()').pluck().get()).toBe(counted);
});

it('a file is decoded as .gitattributes tell, in a folder of a repository too', async () => {
  const index = await newIndex();
  const root = join(index.root, 'sub');
  writeFiles(index.root, {
    '.gitattributes': '*.sjis working-tree-encoding=SHIFT-JIS\n*.rc working-tree-encoding=UTF-16LE\n',
    'sub/.gitattributes': 'k.txt working-tree-encoding=KOI8-R\n',
    'sub/a.sjis': Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67]),
    'sub/b.rc': Buffer.from('x=1', 'utf16le'),
    'sub/k.txt': Buffer.from([0xd4, 0xc5, 0xd3, 0xd4]),
  });
  git(index.root, ['init', '-q']);
  await read({ ...index, root });
  const texts = index.writer.knownFiles().map(({ id, path }) => [path, index.writer.fileText(id)]);
  expect(texts.filter(([path]) => path !== '.gitattributes')).toEqual([
    ['a.sjis', 'テスト'],
    ['b.rc', 'x=1'],
    ['k.txt', 'тест'],
  ]);
  await expect(readText(root, 'b.rc')).resolves.toMatchObject({ text: 'x=1' });
});

it('a file over the limit comes in when the limit is raised, and goes when it is lowered', async () => {
  const index = await newIndex();
  writeFiles(index.root, { 'a.txt': 'words '.repeat(1000) });
  await read(index, 1024);
  expect(index.writer.skipped(10).files).toMatchObject([{ path: 'a.txt', reason: 'too-large' }]);
  await read(index, 1 << 20);
  expect(index.writer.counts()).toMatchObject({ files: 1, skipped: 0 });
  await read(index, 1024);
  expect(index.writer.counts()).toMatchObject({ files: 0, skipped: 1, chunks: 0 });
});

it('a root that is gone or emptied leaves the index as it is', async () => {
  const index = await newIndex();
  writeFiles(index.root, Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`f${i}.txt`, `words ${i}`])));
  await read(index);
  const codeOf = async (): Promise<unknown> =>
    read(index).catch((error: unknown) => (isWhenceError(error) ? error.code : error));
  for (let i = 0; i < 25; i += 1) rmSync(join(index.root, `f${i}.txt`));
  expect(await codeOf()).toBe('ROOT_GONE');
  rmSync(index.root, { recursive: true });
  expect(await codeOf()).toBe('ROOT_GONE');
  expect(index.writer.counts().files).toBe(25);
});

it('reads a secret or generated file that .whenceignore asks for by name, until it no longer does', async () => {
  const index = await newIndex();
  writeFiles(index.root, {
    'sub/.env': 'TOKEN=1\n',
    '.env.local': 'TOKEN=2\n',
    'made.go': '// Code generated by x. DO NOT EDIT.\npackage a\n',
    '.whenceignore': '!/**\n!*.go\n',
  });
  const paths = (): unknown[] =>
    databaseOf(index.writer).prepare("SELECT path FROM files WHERE state = 'indexed' ORDER BY path").pluck().all();
  await read(index);
  expect(paths()).toEqual(['.whenceignore']);
  writeFiles(index.root, { '.whenceignore': '!.env\n!/made.go\n' });
  await read(index);
  expect(paths()).toEqual(['.whenceignore', 'made.go', 'sub/.env']);
  writeFiles(index.root, { '.whenceignore': '!sub/other\n' });
  await read(index);
  expect(paths()).toEqual(['.whenceignore']);
});
