import SqliteDatabase, { type Database } from 'better-sqlite3';
import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getLoadablePath } from 'sqlite-vec';
import { WhenceError } from '../../shared/errors.ts';
import { createPrivateFile } from '../private-files.ts';
import { unpacked } from '../resources.ts';
import { guarded } from './sqlite-errors.ts';

/** `WHNC`: marks a database as Whence's. */
export const applicationId = 0x57484e43;

/** Measured: 8 KiB pages hold FTS5 and sqlite-vec blobs in fewer overflow pages than 4 KiB, and the file is no larger. */
const pageSize = 8192;

/** A connection that may write; the file is created when there is none. */
export function connectForWriting(file: string): Database {
  return guarded(file, () => {
    createPrivateFile(file);
    const database = new SqliteDatabase(file);
    return prepared(database, () => {
      // Both only bite on a new file.
      database.pragma(`page_size = ${pageSize}`);
      database.pragma('auto_vacuum = INCREMENTAL');
      database.pragma('journal_mode = WAL');
      // In WAL mode NORMAL survives any kill of the process; a power cut may cost the last transactions, never consistency.
      database.pragma('synchronous = NORMAL');
      database.pragma('foreign_keys = ON');
      database.pragma('cache_size = -65536');
      database.pragma('temp_store = MEMORY');
      // A thread does it before (see Checkpointer); this is what bounds the WAL, at 64 MiB, where it can't.
      database.pragma('wal_autocheckpoint = 8192');
      database.pragma('journal_size_limit = 67108864');
    });
  });
}

/** A connection that can't write. Throws INDEX_MISSING where there is no file. */
export function connectForReading(file: string): Database {
  if (!existsSync(file))
    throw new WhenceError('INDEX_MISSING', `There is no index at ${file}: index the folder first.`);
  return guarded(file, () => {
    const database = openReadOnly(file);
    return prepared(database, () => {
      database.pragma('query_only = ON');
      database.pragma('cache_size = -65536');
    });
  });
}

/** Loads the vector extension and applies settings; the connection is closed when that fails. */
function prepared(database: Database, settings: () => void): Database {
  try {
    database.pragma('busy_timeout = 5000');
    // SQLite opens the file itself and knows nothing of Electron's archive.
    database.loadExtension(unpacked(getLoadablePath()));
    settings();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * A reader of a WAL database needs to write its shared-memory file. Where the folder can't be written (a read-only disk), a
 * copy in the folder for temporary files is read instead; it has no name of its own any more once it is open.
 */
function openReadOnly(file: string): Database {
  try {
    return openReadable(file);
  } catch (thrown) {
    if (isUnfinished(thrown) && isWritable(dirname(file))) {
      undoUnfinished(file);
      return openReadable(file);
    }
    if (!isCannotOpen(thrown) || isWritable(dirname(file))) throw thrown;
    return openCopy(file);
  }
}

function openReadable(file: string): Database {
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    database.pragma('schema_version');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** A writer was killed before the new file was in WAL mode: its journal has to be undone, which no reader may. */
const isUnfinished = (thrown: unknown): boolean =>
  thrown instanceof SqliteDatabase.SqliteError && thrown.code === 'SQLITE_READONLY_ROLLBACK';

function undoUnfinished(file: string): void {
  const database = new SqliteDatabase(file, { fileMustExist: true, timeout: 5000 });
  try {
    database.pragma('schema_version');
  } finally {
    database.close();
  }
}

function openCopy(file: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'whence-index-'));
  try {
    const copy = join(folder, 'index.sqlite');
    for (const suffix of ['', '-wal']) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    }
    const database = new SqliteDatabase(copy, { readonly: true });
    database.pragma('schema_version');
    return database;
  } finally {
    // Windows keeps the files of an open database: there they stay until temporary files are cleaned up.
    if (process.platform !== 'win32') rmSync(folder, { recursive: true, force: true });
  }
}

const isCannotOpen = (thrown: unknown): boolean =>
  thrown instanceof SqliteDatabase.SqliteError &&
  (thrown.code.startsWith('SQLITE_CANTOPEN') || thrown.code.startsWith('SQLITE_READONLY'));

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a connection holds, told before anything is written to it. */
export type Identity = 'new' | 'whence' | 'foreign';

/** Tells a Whence index from a new file and from another program's database. */
export function identify(database: Database, file: string): Identity {
  return guarded(file, () => {
    if (database.pragma('application_id', { simple: true }) === applicationId) return 'whence';
    const objects = database.prepare<[], number>('SELECT count(*) FROM sqlite_master').pluck().get() ?? 0;
    return objects === 0 ? 'new' : 'foreign';
  });
}

/** The schema version of a connection. */
export const schemaVersionOf = (database: Database): number =>
  Number(database.pragma('user_version', { simple: true }));
