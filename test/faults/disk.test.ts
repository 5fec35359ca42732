import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReadingPool, readPhase, type WorkerPool } from '../../src/engine/ingest/index.ts';
import { findIndexDamage, type IndexWriter, openReader, openWriter } from '../../src/engine/store/index.ts';
import { isWhenceError } from '../../src/shared/errors.ts';
import { makeLargeRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { dumpIndex } from './dump-index.ts';
import { embedByHash } from './embed-by-hash.ts';
import { pick, seeded } from './random.ts';
import { databaseOf } from '../helpers/database-of.ts';

const isRoot = process.getuid?.() === 0;

function pool(): WorkerPool {
  const made = createReadingPool();
  onTestFinished(() => made.close());
  return made;
}

const read = async (writer: IndexWriter, root: string, workers: WorkerPool): Promise<unknown> =>
  readPhase({
    writer,
    root,
    limits: { maxFileBytes: 1 << 20, includeVendored: false },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    pool: workers,
  });

async function codeOf(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (isWhenceError(thrown)) return thrown.code;
    throw thrown;
  }
}

async function undisturbed(root: string, workers: WorkerPool): Promise<string> {
  const file = join(temporaryFolder(), 'index.sqlite');
  const writer = await openWriter(file, { root, appVersion: 'test' });
  await read(writer, root, workers);
  embedByHash(writer);
  writer.close();
  return file;
}

describe('a full disk', () => {
  it('stops each phase with DISK_FULL; what was done stays, and more space ends it like any other run', async () => {
    const root = join(temporaryFolder(), 'root');
    makeLargeRepository(root, 40);
    const workers = pool();
    const file = join(temporaryFolder(), 'index.sqlite');
    const writer = await openWriter(file, { root, appVersion: 'test' });
    const random = seeded(11);
    const grow = (): void => {
      const pages = Number(databaseOf(writer).pragma('page_count', { simple: true }));
      databaseOf(writer).pragma(`max_page_count = ${pages + 1 + pick(random, 12)}`);
    };
    const ends: (string | null)[] = [];
    const chunks: number[] = [];
    while (ends.at(-1) !== null && ends.length < 200) {
      grow();
      ends.push(
        await codeOf(async () => {
          await read(writer, root, workers);
          embedByHash(writer);
        }),
      );
      chunks.push(writer.counts().chunks);
    }
    writer.close();
    expect(ends.length).toBeGreaterThan(3);
    expect(new Set(ends)).toEqual(new Set(['DISK_FULL', null]));
    expect(chunks).toEqual(chunks.toSorted((a, b) => a - b));
    expect(findIndexDamage(file)).toEqual([]);
    expect(dumpIndex(file)).toEqual(dumpIndex(await undisturbed(root, workers)));
  });

  it.runIf(isRoot && process.platform === 'linux')('of the system is told in the same words', async () => {
    const root = join(temporaryFolder(), 'root');
    makeLargeRepository(root, 150);
    const disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', [disk]));
    const workers = pool();
    const file = join(disk, 'data', 'index.sqlite');
    const writer = await openWriter(file, { root, appVersion: 'test' });
    const code = await codeOf(async () => read(writer, root, workers));
    const { files } = writer.counts();
    writer.close();
    expect(code).toBe('DISK_FULL');
    const reader = openReader(file);
    expect(reader.counts().files).toBe(files);
    reader.close();
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    const again = await openWriter(file, { root, appVersion: 'test' });
    await read(again, root, workers);
    embedByHash(again);
    again.close();
    expect(dumpIndex(file)).toEqual(dumpIndex(await undisturbed(root, workers)));
  });
});

describe('a folder that cannot be written', () => {
  it.runIf(isRoot && process.platform === 'linux')('still serves what is in it, and says what to do', async () => {
    const root = join(temporaryFolder(), 'root');
    makeLargeRepository(root, 5);
    const made = await undisturbed(root, pool());
    const disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', [disk]));
    const file = join(disk, 'index.sqlite');
    copyFileSync(made, file);
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(await codeOf(async () => openWriter(file, { root, appVersion: 'test' }))).toBe('DATA_FOLDER_NOT_WRITABLE');
    const reader = openReader(file);
    expect(reader.counts().files).toBe(5);
    reader.close();
    expect(await codeOf(async () => openWriter(join(disk, 'new', 'index.sqlite'), { root, appVersion: 'test' }))).toBe(
      'DATA_FOLDER_NOT_WRITABLE',
    );
  });

  it('is told apart from an empty one when a file stands in its place', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'indexes'), '');
    expect(
      await codeOf(async () => openWriter(join(folder, 'indexes', 'index.sqlite'), { root: folder, appVersion: 't' })),
    ).toBe('DATA_FOLDER_NOT_WRITABLE');
  });
});

describe('a file cut short', () => {
  it('at any length is healed or replaced, with a notice', async () => {
    const root = join(temporaryFolder(), 'root');
    makeLargeRepository(root, 8);
    const workers = pool();
    const whole = await undisturbed(root, workers);
    const wanted = dumpIndex(whole);
    const random = seeded(5);
    for (let i = 0; i < 12; i += 1) {
      const folder = temporaryFolder();
      const file = join(folder, 'index.sqlite');
      mkdirSync(folder, { recursive: true });
      copyFileSync(whole, file);
      truncateSync(file, pick(random, 400_000));
      const writer = await openWriter(file, { root, appVersion: 'test' });
      const healed = await healedOrReplaced(writer, async () => openWriter(file, { root, appVersion: 'test' }));
      await read(healed, root, workers);
      embedByHash(healed);
      healed.close();
      expect(dumpIndex(file)).toEqual(wanted);
    }
  });
});

async function healedOrReplaced(writer: IndexWriter, reopen: () => Promise<IndexWriter>): Promise<IndexWriter> {
  const report = await writer.verify({ repair: true });
  if (report.ok || report.findings.every((finding) => finding.repaired)) return writer;
  const { file } = writer;
  writer.close();
  const { setAside } = await import('../../src/engine/store/index.ts');
  setAside(file, 'damaged');
  return reopen();
}
