import type { Database } from 'better-sqlite3';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ErrorCode, isWhenceError, WhenceError } from '../../shared/errors.ts';
import { isErrno } from '../atomic-file.ts';
import { statementLog } from '../log/index.ts';
import { privateFolderMode } from '../private-files.ts';
import { type ReasonAside, setAside } from './backup.ts';
import { connectForReading, connectForWriting, identify, schemaVersionOf } from './connection.ts';
import { IndexReader } from './index-reader.ts';
import { IndexWriter } from './index-writer.ts';
import { createKeywordIndex } from './keyword-index.ts';
import { emptyManifest, writeManifest } from './manifest.ts';
import { type MigrationProgress, migrate, refuseNewerSchema } from './migrate.ts';
import { currentSchemaVersion } from './migrations/index.ts';
import { guarded } from './sqlite-errors.ts';
import { Statements, type StoreLogger } from './statements.ts';
import { WriterLock } from './writer-lock.ts';

export interface WriterOptions {
  /** The indexed root, as an absolute path: kept in the manifest of a new index. */
  readonly root: string;
  readonly appVersion: string;
  /** The log of the data folder unless given. */
  readonly logger?: StoreLogger;
  /**
   * Keeps an index aside that can't be opened (of a newer Whence, unreadable, or one whose migration fails), and makes a new one: for
   * a person who asked for it. Else those are left untouched.
   */
  readonly replace?: boolean;
  readonly onMigration?: (progress: MigrationProgress) => void;
}

/**
 * Opens an index for writing and makes it when there is none: takes the lock, migrates (after a backup), sets a file aside that
 * can't be an index or is too damaged to be opened, and says so in `notices`. Throws INDEX_LOCKED, INDEX_NEWER (the file is not
 * touched), INDEX_UNREADABLE, DATA_FOLDER_NOT_WRITABLE, DISK_FULL.
 */
export async function openWriter(file: string, options: WriterOptions): Promise<IndexWriter> {
  const path = resolve(file);
  makeFolder(dirname(path));
  const lock = WriterLock.acquire(path);
  try {
    return await openOrReplace(path, lock, options);
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

/** Opens an index for reading. Throws INDEX_MISSING, INDEX_NEWER, INDEX_FOREIGN, INDEX_DAMAGED, INDEX_MISMATCH, INDEX_UNREADABLE. */
export function openReader(file: string, options: { logger?: StoreLogger } = {}): IndexReader {
  const path = resolve(file);
  const database = connectForReading(path);
  try {
    refuseUnfit(database, path);
    const reader = new IndexReader(new Statements(database, path, options.logger ?? statementLog(path)));
    reader.manifest();
    return reader;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

const reasonsAside: Readonly<Partial<Record<ErrorCode, ReasonAside>>> = {
  INDEX_FOREIGN: 'foreign',
  INDEX_MISMATCH: 'replaced',
  INDEX_NEWER: 'replaced',
  INDEX_UNREADABLE: 'replaced',
};

async function openOrReplace(file: string, lock: WriterLock, options: WriterOptions): Promise<IndexWriter> {
  try {
    return await open(file, { lock, options, notices: [] });
  } catch (thrown) {
    const replaced: readonly ErrorCode[] = options.replace
      ? ['INDEX_DAMAGED', 'INDEX_FOREIGN', 'INDEX_MISMATCH', 'INDEX_NEWER', 'INDEX_UNREADABLE']
      : ['INDEX_DAMAGED', 'INDEX_FOREIGN'];
    if (!isWhenceError(thrown, ...replaced)) throw thrown;
    const kept = setAside(file, reasonsAside[thrown.code] ?? 'damaged');
    const notice =
      thrown.code === 'INDEX_FOREIGN'
        ? `${file} was no index of Whence: it was kept as ${kept}, and a new index was started.`
        : `The index could not be opened: it was kept as ${kept}, and a new one was started.`;
    const writer = await open(file, { lock, options, notices: [notice] });
    writer.recordEvent('recovered', notice, { code: thrown.code });
    return writer;
  }
}

async function open(
  file: string,
  context: { lock: WriterLock; options: WriterOptions; notices: readonly string[] },
): Promise<IndexWriter> {
  const { options, notices, lock } = context;
  const database = connectForWriting(file);
  try {
    const identity = identify(database, file);
    if (identity === 'foreign') throw foreign(file);
    refuseNewerSchema(database, file);
    const found = await migrate(database, { file, ...(options.onMigration && { onProgress: options.onMigration }) });
    const statements = new Statements(database, file, options.logger ?? statementLog(file));
    guarded(file, () => createKeywordIndex(database));
    writeFirstManifest(statements, options);
    const writer = new IndexWriter(statements, lock, notices);
    if (writer.manifest().appVersion !== options.appVersion) writer.updateManifest({ appVersion: options.appVersion });
    await writer.mendCounts();
    if (found > 0 && found < currentSchemaVersion) {
      writer.recordEvent(
        'migrated',
        `The index was brought from schema ${found} to ${currentSchemaVersion}; a backup was kept.`,
      );
    }
    return writer;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** An index without a manifest is new, or its making was cut short; with files in it, it is damaged (as reading it will tell). */
function writeFirstManifest(statements: Statements, options: WriterOptions): void {
  statements.transaction('manifest.create', () => {
    const isNew = statements.prepareValue<[], number>(
      'manifest.is-new',
      'SELECT NOT EXISTS (SELECT 1 FROM manifest) AND NOT EXISTS (SELECT 1 FROM files)',
    );
    if (isNew.get() === 1)
      writeManifest(statements, emptyManifest({ root: options.root, appVersion: options.appVersion }));
  });
}

function refuseUnfit(database: Database, file: string): void {
  const identity = identify(database, file);
  if (identity === 'foreign') throw foreign(file);
  refuseNewerSchema(database, file);
  const version = guarded(file, () => schemaVersionOf(database));
  if (identity === 'new' || version === 0 || isWithoutManifest(database, file)) {
    throw new WhenceError('INDEX_MISSING', `The index at ${file} was only just started: index the folder first.`);
  }
  if (version < currentSchemaVersion) {
    throw new WhenceError(
      'INDEX_MISMATCH',
      `The index ${file} is of an older Whence and has to be brought up to date first.`,
      {
        data: { action: 'migrate', version },
      },
    );
  }
}

/** Its making was cut short between the schema and the manifest. */
const isWithoutManifest = (database: Database, file: string): boolean =>
  guarded(
    file,
    () =>
      database
        .prepare<[], number>('SELECT NOT EXISTS (SELECT 1 FROM manifest) AND NOT EXISTS (SELECT 1 FROM files)')
        .pluck()
        .get() === 1,
  );

const foreign = (file: string): WhenceError =>
  new WhenceError('INDEX_FOREIGN', `${file} is another program's database, not an index of Whence: move it away.`);

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: privateFolderMode });
    if (statSync(folder).isDirectory()) return;
  } catch (cause) {
    if (isErrno(cause, 'ENOSPC', 'EDQUOT')) {
      throw new WhenceError(
        'DISK_FULL',
        `The disk is full: ${folder} could not be made. Free some space and try again.`,
        { cause },
      );
    }
    throw new WhenceError(
      'DATA_FOLDER_NOT_WRITABLE',
      `Whence can't write to ${folder}: make it writable, or choose another data folder.`,
      {
        cause,
      },
    );
  }
}
