import SqliteDatabase, { type Database } from 'better-sqlite3';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { WhenceError } from '../../shared/errors.ts';
import { createPrivateFile } from '../private-files.ts';
import { schemaVersionOf } from './connection.ts';
import { WriterLock } from './writer-lock.ts';
import { guarded, translateStoreError } from './sqlite-errors.ts';

/** Pages per step of a backup: a few milliseconds, so that a window stays responsive. */
const pagesPerStep = 1000;

/** Where the backup of an index is kept: one, from before its last migration. */
export const backupFileOf = (file: string): string => `${file}.backup`;

/** Schema version of an index's backup; null where there is none that can be read. */
export function backupVersionOf(file: string): number | null {
  try {
    const database = new SqliteDatabase(backupFileOf(file), { readonly: true, fileMustExist: true });
    try {
      return schemaVersionOf(database);
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

/** Copies an index by SQLite's online backup. The copy takes its name only when it is complete. */
export async function backupIndex(
  database: Database,
  file: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const temporary = `${backupFileOf(file)}.part`;
  rmSync(temporary, { force: true });
  createPrivateFile(temporary);
  try {
    await database.backup(temporary, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return pagesPerStep;
      },
    });
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw translateStoreError(thrown, file);
  }
  renameSync(temporary, backupFileOf(file));
}

/**
 * Puts the backup in the place of the index (which is kept aside), so that an older Whence can read it again. Answers the schema
 * version it went back to, and the name that the index is kept under. Throws INDEX_MISSING without a backup, INDEX_LOCKED while somebody writes the index.
 */
export function rollBackIndex(file: string): { readonly version: number; readonly keptAs: string | null } {
  const lock = WriterLock.acquire(file);
  try {
    return rollBack(file);
  } finally {
    lock.release();
  }
}

function rollBack(file: string): { readonly version: number; readonly keptAs: string | null } {
  const backup = backupFileOf(file);
  if (!existsSync(backup)) {
    throw new WhenceError(
      'INDEX_MISSING',
      `There is no backup beside ${file}: no migration has been run on it, or it was gone back to already.`,
    );
  }
  const version = guarded(backup, () => {
    const database = new SqliteDatabase(backup);
    try {
      const damage = database.pragma('quick_check', { simple: true });
      if (damage !== 'ok')
        throw new WhenceError('INDEX_DAMAGED', `The backup ${backup} is damaged: the index was left as it is.`);
      return schemaVersionOf(database);
    } finally {
      database.close();
    }
  });
  const keptAs = existsSync(file) ? setAside(file, 'rolled-back') : null;
  renameSync(backup, file);
  return { version, keptAs };
}

/** Files of an index: the database, its WAL, and what SQLite keeps beside it. A journal that stayed would be undone into the next one. */
export const indexSuffixes = ['', '-wal', '-shm', '-journal'] as const;

/** At most this many files set aside are kept; they can be as large as the index. */
const keptAside = 2;

/** Why an index was put aside: part of the name it is kept under. `replaced`: a person asked for a new one. */
export type ReasonAside = 'damaged' | 'foreign' | 'rolled-back' | 'replaced';

/**
 * Moves an index and its WAL out of the way without deleting them. Answers the new name. Throws DATA_FOLDER_NOT_WRITABLE where
 * that is refused.
 */
export function setAside(file: string, why: ReasonAside): string {
  const folder = dirname(file);
  const earlier = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.${why}-`) && !/-(?:wal|shm|journal)$/.test(name))
    .sort();
  for (const name of why === 'foreign' ? [] : earlier.slice(0, -keptAside + 1)) {
    for (const suffix of indexSuffixes) rmSync(join(folder, `${name}${suffix}`), { force: true });
  }
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const target = `${file}.${why}-${stamp}`;
  for (const suffix of indexSuffixes) {
    if (existsSync(`${file}${suffix}`)) rename(`${file}${suffix}`, `${target}${suffix}`);
  }
  return target;
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (cause) {
    throw new WhenceError('DATA_FOLDER_NOT_WRITABLE', `${from} could not be kept aside: make its folder writable.`, {
      cause,
    });
  }
}
