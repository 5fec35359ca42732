import SqliteDatabase from 'better-sqlite3';
import { type ErrorCode, WhenceError } from '../../shared/errors.ts';

/** What a failure of SQLite means for a person, by the start of its result code; the longest match wins. */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, words: (file: string) => string])[] = [
  [
    'SQLITE_FULL',
    'DISK_FULL',
    (file) => `The disk is full: nothing more was written to ${file}. Free some space and resume.`,
  ],
  [
    'SQLITE_READONLY',
    'DATA_FOLDER_NOT_WRITABLE',
    (file) => `Whence can't write ${file}: make it and its folder writable.`,
  ],
  ['SQLITE_CORRUPT', 'INDEX_DAMAGED', (file) => `The index ${file} is damaged: repair it (whence verify --repair).`],
  ['SQLITE_NOTADB', 'INDEX_DAMAGED', (file) => `${file} is no readable index: repair it (whence verify --repair).`],
  [
    'SQLITE_IOERR',
    'INDEX_UNREADABLE',
    (file) => `Reading or writing ${file} failed: check the disk it is on, then try again.`,
  ],
  [
    'SQLITE_CANTOPEN',
    'INDEX_UNREADABLE',
    (file) => `${file} can't be opened: check that it may be read, then try again.`,
  ],
  ['SQLITE_PERM', 'INDEX_UNREADABLE', (file) => `${file} can't be opened: check that it may be read, then try again.`],
  ['SQLITE_BUSY', 'INDEX_LOCKED', (file) => `Another process is busy with ${file}: try again in a moment.`],
  ['SQLITE_LOCKED', 'INDEX_LOCKED', (file) => `Another process is busy with ${file}: try again in a moment.`],
  ['SQLITE_TOOBIG', 'INDEX_DAMAGED', (file) => `The index ${file} is damaged: repair it (whence verify --repair).`],
];

/** A failure of SQLite as a WhenceError with words for a person; anything else as it came. */
export function translateStoreError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof SqliteDatabase.SqliteError)) return thrown;
  const meaning = meanings.find(([prefix]) => thrown.code.startsWith(prefix));
  if (meaning === undefined) return damagedByText(thrown, file) ?? thrown;
  return new WhenceError(meaning[1], meaning[2](file), { cause: thrown, data: { file, sqlite: thrown.code } });
}

/**
 * A damaged schema page surfaces as a plain SQLITE_ERROR whose only mark is its text (`malformed database schema`, `no such
 * table` of a table that the schema version promises); sqlite-vec reports its own tables' damage likewise.
 */
function damagedByText(thrown: InstanceType<typeof SqliteDatabase.SqliteError>, file: string): WhenceError | null {
  if (
    !/malformed|no such (?:table|column)|vtable constructor failed|invalid fts5|Internal sqlite-vec error/i.test(
      thrown.message,
    )
  ) {
    return null;
  }
  return new WhenceError('INDEX_DAMAGED', `The index ${file} is damaged: repair it (whence verify --repair).`, {
    cause: thrown,
    data: { file, sqlite: thrown.code },
  });
}

/** Runs `work`; failures of SQLite come out as WhenceErrors. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw translateStoreError(thrown, file);
  }
}
