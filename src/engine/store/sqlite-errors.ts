import SqliteDatabase from 'better-sqlite3';
import { type ErrorCode, WhenceError } from '../../shared/errors.ts';

/** What a failure of SQLite means for a person, by the start of its result code. */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, words: (file: string) => string])[] = [
  [
    'SQLITE_FULL',
    'DISK_FULL',
    (file) =>
      `The disk is full: nothing more was written to ${file}. Free some space and try again: what was done is kept.`,
  ],
  [
    'SQLITE_READONLY',
    'DATA_FOLDER_NOT_WRITABLE',
    (file) => `Whence can't write ${file}: make it and its folder writable.`,
  ],
  ['SQLITE_CORRUPT', 'INDEX_DAMAGED', (file) => `The index ${file} is damaged: check and mend it.`],
  ['SQLITE_NOTADB', 'INDEX_DAMAGED', (file) => `${file} is no readable index: check and mend it.`],
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
  ['SQLITE_TOOBIG', 'INDEX_DAMAGED', (file) => `The index ${file} is damaged: check and mend it.`],
];

/** A failure of SQLite as a WhenceError with words for a person; anything else as it came. */
export function translateStoreError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof SqliteDatabase.SqliteError)) return thrown;
  const meaning = meanings.find(([prefix]) => thrown.code.startsWith(prefix)) ?? meaningByText(thrown.message);
  if (meaning === undefined) return thrown;
  return new WhenceError(meaning[1], meaning[2](file), { cause: thrown, data: { file, sqlite: thrown.code } });
}

/**
 * Virtual tables answer any failure of their own statements as a plain SQLITE_ERROR whose text alone says what it was; so do
 * damaged schema pages (`malformed database schema`, `no such table` of a table that the schema version promises).
 */
const textMeanings: readonly (readonly [text: RegExp, prefix: string])[] = [
  [/database or disk is full/i, 'SQLITE_FULL'],
  [/readonly database/i, 'SQLITE_READONLY'],
  [/disk I\/O error/i, 'SQLITE_IOERR'],
  [
    /malformed|no such (?:table|column)|vtable constructor failed|invalid fts5|Internal sqlite-vec error|shadow table|validity|vectors chunk/i,
    'SQLITE_CORRUPT',
  ],
];

function meaningByText(message: string): (typeof meanings)[number] | undefined {
  const found = textMeanings.find(([text]) => text.test(message));
  return found && meanings.find(([prefix]) => prefix === found[1]);
}

/** Runs `work`; failures of SQLite come out as WhenceErrors. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw translateStoreError(thrown, file);
  }
}
