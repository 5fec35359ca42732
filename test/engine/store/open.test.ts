import SqliteDatabase from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  backupFileOf,
  type IndexWriter,
  openReader,
  openWriter,
  rollBackIndex,
  writerOf,
} from '../../../src/engine/store/index.ts';
import { migrate } from '../../../src/engine/store/migrate.ts';
import { currentSchemaVersion, migrations } from '../../../src/engine/store/migrations/index.ts';
import { isWhenceError } from '../../../src/shared/errors.ts';
import { storeText } from '../../helpers/store-text.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

const options = { root: '/somewhere', appVersion: '1.2.3' };
const newFile = (): string => join(temporaryFolder(), 'indexes', 'id', 'index.sqlite');

async function failureOf(work: () => unknown): Promise<{ code: string; message: string; data: unknown }> {
  try {
    await work();
  } catch (thrown) {
    if (isWhenceError(thrown)) return { code: thrown.code, message: thrown.message, data: thrown.data };
    throw thrown;
  }
  throw new Error('it did not fail');
}

async function withOneFile(file: string): Promise<void> {
  const writer = await openWriter(file, options);
  storeText(writer, 'a.txt', 'one\ntwo\n');
  writer.finishReading('1');
  writer.close();
}

const paths = (writer: IndexWriter): string[] => writer.knownFiles().map((known) => known.path);

describe('an index', () => {
  it('keeps what was written and says so in its manifest', async () => {
    const file = newFile();
    await withOneFile(file);
    const reader = openReader(file);
    expect(reader.counts()).toMatchObject({ files: 1, chunks: 1, pending: 1, vectors: 0 });
    expect(reader.manifest()).toMatchObject({
      root: '/somewhere',
      appVersion: '1.2.3',
      readingFinished: { files: 1, chunks: 1 },
    });
    expect(reader.chunkText(1)).toBe('one\ntwo');
    reader.close();
  });

  it('is not made by a reader', async () => {
    const file = newFile();
    expect((await failureOf(() => openReader(file))).code).toBe('INDEX_MISSING');
    expect(existsSync(file)).toBe(false);
  });

  it('is read after its writer was killed within a journal, which a reader alone may not undo', async () => {
    const [whole, file] = [newFile(), newFile()];
    await withOneFile(whole);
    mkdirSync(join(file, '..'), { recursive: true });
    const database = new SqliteDatabase(whole);
    database.pragma('journal_mode = DELETE');
    database.pragma('cache_size = 1');
    database.exec('BEGIN; DELETE FROM files; CREATE TABLE wide (x); INSERT INTO wide SELECT randomblob(500000)');
    for (const suffix of ['', '-journal']) copyFileSync(whole + suffix, file + suffix);
    database.close();
    const reader = openReader(file);
    expect(reader.counts().files).toBe(1);
    reader.close();
  });

  it('cannot be written through a reader', async () => {
    const file = newFile();
    await withOneFile(file);
    const reader = openReader(file);
    expect(() => databaseOf(reader).exec('DELETE FROM files')).toThrow(/readonly/);
    reader.close();
  });
});

describe('the writer’s place', () => {
  it('is taken by one process, which is named, while others read what it writes', async () => {
    const file = newFile();
    const writer = await openWriter(file, options);
    const failure = await failureOf(() => openWriter(file, options));
    expect(failure).toMatchObject({ code: 'INDEX_LOCKED', data: { pid: process.pid, host: hostname() } });
    expect(writerOf(file)).toMatchObject({ pid: process.pid });
    const reader = openReader(file);
    storeText(writer, 'a.txt', 'one\n');
    expect(reader.counts().files).toBe(1);
    writer.close();
    expect(writerOf(file)).toBeNull();
    (await openWriter(file, options)).close();
    reader.close();
  });

  it('is free again when its holder was killed', async () => {
    const file = newFile();
    const store = resolve(import.meta.dirname, '../../../src/engine/store/index.ts');
    const code = `const { openWriter } = await import(${JSON.stringify(store)});
      await openWriter(${JSON.stringify(file)}, { root: '/', appVersion: 'x' }); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((done) => holder.stdout.once('data', done));
    expect(await failureOf(() => openWriter(file, options))).toMatchObject({
      code: 'INDEX_LOCKED',
      data: { pid: holder.pid },
    });
    const ended = new Promise((done) => holder.once('close', done));
    holder.kill('SIGKILL');
    await ended;
    (await openWriter(file, options)).close();
  });
});

describe('a file that is no index of ours', () => {
  it('is kept aside, said so, and replaced', async () => {
    const file = newFile();
    await withOneFile(file);
    writeFileSync(file, 'not a database at all, but long enough to be one'.repeat(100));
    expect((await failureOf(() => openReader(file))).code).toBe('INDEX_DAMAGED');
    const writer = await openWriter(file, options);
    expect(writer.notices.join()).toContain('kept as');
    expect(writer.events(1)).toMatchObject([{ kind: 'recovered' }]);
    const aside = readdirSync(join(file, '..')).find((name) => name.startsWith('index.sqlite.damaged-'));
    expect(readFileSync(join(file, '..', aside ?? ''), 'utf8')).toContain('not a database at all');
    writer.close();
  });

  it('is told apart when it is another program’s database', async () => {
    const file = newFile();
    await withOneFile(file);
    const folder = join(file, '..', 'other');
    mkdirSync(folder);
    const foreign = join(folder, 'index.sqlite');
    new SqliteDatabase(foreign).exec('CREATE TABLE bookmarks (url); INSERT INTO bookmarks VALUES (1)').close();
    expect((await failureOf(() => openReader(foreign))).code).toBe('INDEX_FOREIGN');
    const writer = await openWriter(foreign, options);
    expect(readdirSync(folder).some((name) => name.startsWith('index.sqlite.foreign-'))).toBe(true);
    expect(paths(writer)).toEqual([]);
    writer.close();
  });

  it('is refused untouched when a newer Whence wrote it', async () => {
    const file = newFile();
    await withOneFile(file);
    const database = new SqliteDatabase(file);
    database.pragma(`user_version = ${currentSchemaVersion + 1}`);
    database.pragma('journal_mode = DELETE');
    database.close();
    const before = readFileSync(file);
    expect((await failureOf(() => openReader(file))).code).toBe('INDEX_NEWER');
    expect((await failureOf(() => openWriter(file, options))).code).toBe('INDEX_NEWER');
    expect(readFileSync(file).subarray(100).equals(before.subarray(100))).toBe(true);
    expect(writerOf(file)).toBeNull();
  });

  it('is kept aside and replaced when that is asked for, also when its migration fails', async () => {
    const file = newFile();
    await withOneFile(file);
    const database = new SqliteDatabase(file);
    database.pragma('user_version = 2');
    database.close();
    // The columns that the next step adds are there already.
    expect((await failureOf(() => openWriter(file, options))).data).toEqual({ action: 'rebuild' });
    const writer = await openWriter(file, { ...options, replace: true });
    expect(writer.notices.join()).toContain('kept as');
    expect([paths(writer), writer.events(1)]).toMatchObject([[], [{ kind: 'recovered' }]]);
    writer.close();
    const kept = readdirSync(join(file, '..')).find((name) => name.startsWith('index.sqlite.replaced-')) ?? '';
    const old = new SqliteDatabase(join(file, '..', kept), { readonly: true });
    expect(old.prepare('SELECT path FROM files').pluck().all()).toEqual(['a.txt']);
    old.close();
  });

  it('names the backup that can be gone back to when a newer Whence wrote it', async () => {
    const file = newFile();
    await withOneFile(file);
    copyFileSync(file, backupFileOf(file));
    const database = new SqliteDatabase(file);
    database.pragma(`user_version = ${currentSchemaVersion + 1}`);
    database.close();
    expect((await failureOf(() => openReader(file))).data).toMatchObject({ backup: currentSchemaVersion });
  });

  it('is not called damaged when its making was cut short before the manifest', async () => {
    const file = newFile();
    await withOneFile(file);
    const database = new SqliteDatabase(file);
    database.exec('DELETE FROM manifest; DELETE FROM files');
    database.close();
    expect((await failureOf(() => openReader(file))).code).toBe('INDEX_MISSING');
    const writer = await openWriter(file, options);
    expect(writer.notices.filter((notice) => notice.includes('kept as'))).toEqual([]);
    writer.close();
  });

  it('is never taken for an empty one when it was cut short', async () => {
    const file = newFile();
    await withOneFile(file);
    truncateSync(file, 12_000);
    const writer = await openWriter(file, options);
    expect(writer.notices).toHaveLength(1);
    writer.close();
  });
});

describe('migrations', () => {
  const later = {
    version: currentSchemaVersion + 1,
    name: 'test',
    up: (database: SqliteDatabase.Database) =>
      database.exec("CREATE TABLE later (x); INSERT INTO later VALUES ('kept')"),
  };

  // A first `whence index` would else say that the index is of an older Whence.
  it('are not told of while a new index is made', async () => {
    const told: string[] = [];
    (await openWriter(newFile(), { ...options, onMigration: ({ step }) => told.push(step) })).close();
    expect(told).toEqual([]);
  });

  it('keep a backup, and the way back leads to what was there before', async () => {
    const file = newFile();
    await withOneFile(file);
    const database = new SqliteDatabase(file);
    const steps: string[] = [];
    await migrate(database, { file, migrations: [...migrations, later], onProgress: ({ step }) => steps.push(step) });
    database.exec("DELETE FROM files; INSERT INTO later VALUES ('newer')");
    database.close();
    expect(steps).toContain('backup');
    expect((await failureOf(() => openWriter(file, options))).code).toBe('INDEX_NEWER');
    expect(rollBackIndex(file).version).toBe(currentSchemaVersion);
    const writer = await openWriter(file, options);
    expect(paths(writer)).toEqual(['a.txt']);
    writer.close();
    expect((await failureOf(() => rollBackIndex(file))).code).toBe('INDEX_MISSING');
  });

  it('leave the index as it was when a step fails', async () => {
    const file = newFile();
    await withOneFile(file);
    const database = new SqliteDatabase(file);
    const broken = {
      ...later,
      up: (db: SqliteDatabase.Database) => db.exec('CREATE TABLE half (x); SELECT nonsense FROM nowhere'),
    };
    await expect(migrate(database, { file, migrations: [...migrations, broken] })).rejects.toMatchObject({
      code: 'INDEX_MISMATCH',
    });
    database.close();
    const writer = await openWriter(file, options);
    expect(paths(writer)).toEqual(['a.txt']);
    expect(databaseOf(writer).prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
    writer.close();
  });

  it('do not roll back to a damaged backup', async () => {
    const file = newFile();
    await withOneFile(file);
    copyFileSync(file, backupFileOf(file));
    truncateSync(backupFileOf(file), 20_000);
    expect((await failureOf(() => rollBackIndex(file))).code).toBe('INDEX_DAMAGED');
    const writer = await openWriter(file, options);
    expect(paths(writer)).toEqual(['a.txt']);
    writer.close();
  });
});
