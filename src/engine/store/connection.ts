import SqliteDatabase, { type Database } from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { load as loadVectorExtension } from 'sqlite-vec';
import { WhenceError } from '../../shared/errors.ts';
import { guarded } from './sqlite-errors.ts';

/** `WHNC`: marks a database as Whence's. */
export const applicationId = 0x57484e43;

/** Measured: 8 KiB pages hold FTS5 and sqlite-vec blobs in fewer overflow pages than 4 KiB, and the file is no larger. */
const pageSize = 8192;

/** A connection that may write; the file is created when there is none. */
export function connectForWriting(file: string): Database {
  return guarded(file, () => {
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
    loadVectorExtension(database);
    settings();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * A reader of a WAL database needs to write its shared-memory file. Where the folder can't be written, an index that was
 * closed cleanly (no WAL left) can still be read as an immutable file.
 */
function openReadOnly(file: string): Database {
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  try {
    database.pragma('schema_version');
    return database;
  } catch (thrown) {
    database.close();
    if (!isCannotOpen(thrown) || walBytes(file) > 0) throw thrown;
    return new SqliteDatabase(`${pathToFileURL(file).href}?immutable=1`, { readonly: true });
  }
}

const isCannotOpen = (thrown: unknown): boolean =>
  thrown instanceof SqliteDatabase.SqliteError &&
  (thrown.code.startsWith('SQLITE_CANTOPEN') || thrown.code.startsWith('SQLITE_READONLY'));

const walBytes = (file: string): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;

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
