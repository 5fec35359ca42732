import SqliteDatabase, { type Database } from 'better-sqlite3';
import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { createPrivateFile } from '../private-files.ts';
import { guarded } from './sqlite-errors.ts';

const holderSchema = z.object({ pid: z.number().int(), host: z.string(), since: z.number() });

/** Who writes an index; `since` in ms since the epoch. */
export type LockHolder = z.infer<typeof holderSchema>;

/**
 * The right to write one index, held by one process at a time. It is a lock of the operating system, taken through an open
 * transaction on a tiny database beside the index: the system gives it back when its holder ends, however it ends, so there
 * is nothing stale to clean up. Who holds it stands in a file beside it, which only names and never decides.
 */
export class WriterLock {
  readonly holder: LockHolder;
  readonly #database: Database;
  readonly #note: string;

  private constructor(database: Database, note: string) {
    this.#database = database;
    this.#note = note;
    this.holder = { pid: process.pid, host: hostname(), since: Date.now() };
    writeFileAtomically(note, JSON.stringify(this.holder));
  }

  /** Takes the lock of the index at `file`. Throws INDEX_LOCKED (data: pid, host, since) when somebody else has it. */
  static acquire(file: string): WriterLock {
    const database = openLockDatabase(file);
    if (begin(database, file)) {
      try {
        return new WriterLock(database, noteOf(file));
      } catch (thrown) {
        database.close();
        throw thrown;
      }
    }
    database.close();
    const holder = readHolder(file);
    throw new WhenceError('INDEX_LOCKED', lockedMessage(holder), { data: { ...holder } });
  }

  /** Gives the lock back. */
  release(): void {
    if (!this.#database.open) return;
    rmSync(this.#note, { force: true });
    this.#database.close();
  }
}

/** Who writes the index at `file` just now; null when nobody does, or nobody can (a read-only disk). */
export function writerOf(file: string): LockHolder | null {
  let database: Database | null = null;
  try {
    database = openLockDatabase(file);
    return begin(database, file) ? null : readHolder(file);
  } catch (thrown) {
    if (isWhenceError(thrown, 'DATA_FOLDER_NOT_WRITABLE')) return null;
    throw thrown;
  } finally {
    database?.close();
  }
}

function openLockDatabase(file: string): Database {
  try {
    const lock = join(dirname(file), 'writer.lock');
    createPrivateFile(lock);
    return new SqliteDatabase(lock, { timeout: 0 });
  } catch (cause) {
    throw new WhenceError(
      'DATA_FOLDER_NOT_WRITABLE',
      `Whence can't write to ${dirname(file)}: make it writable, or choose another data folder.`,
      { cause },
    );
  }
}

/** True when the lock was free: the transaction stays open and holds it. */
function begin(database: Database, file: string): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (thrown) {
    if (thrown instanceof SqliteDatabase.SqliteError && thrown.code.startsWith('SQLITE_BUSY')) return false;
    return guarded(file, () => {
      throw thrown;
    });
  }
}

const noteOf = (file: string): string => join(dirname(file), 'writer.json');

function readHolder(file: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(noteOf(file), 'utf8')));
  } catch {
    return null;
  }
}

/** Says who writes an index, and what can be done meanwhile. */
export function lockedMessage(holder: LockHolder | null): string {
  if (holder === null)
    return 'Another Whence is writing this index: it can be searched, and indexed again once that one is done.';
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return `Another Whence (process ${holder.pid}${where}, since ${new Date(holder.since).toISOString()}) is writing this index: it can be searched, and indexed again once that one is done.`;
}
