import SqliteDatabase, { type Database } from 'better-sqlite3';
import { WhenceError } from '../../shared/errors.ts';
import { backupIndex, backupVersionOf } from './backup.ts';
import { applicationId, schemaVersionOf } from './connection.ts';
import { translateStoreError } from './sqlite-errors.ts';
import { currentSchemaVersion, migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

export interface MigrationProgress {
  readonly step: 'backup' | 'migrate';
  /** Pages copied, or migrations done. */
  readonly done: number;
  readonly total: number;
}

export interface MigrateOptions {
  readonly file: string;
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** Other steps than the shipped ones, for tests. */
  readonly migrations?: readonly Migration[];
}

/** Refuses a schema that is newer than this Whence. Nothing is written. */
export function refuseNewerSchema(database: Database, file: string, known: number = currentSchemaVersion): void {
  const version = schemaVersionOf(database);
  if (version <= known) return;
  const backup = backupVersionOf(file);
  throw new WhenceError(
    'INDEX_NEWER',
    `The index ${file} was written by a newer Whence (schema ${version}, this one knows ${known}): update Whence. The index was not touched.`,
    { data: { file, version, known, ...(backup !== null && backup <= known && { backup }) } },
  );
}

/**
 * Brings the schema up to date: a backup of an existing index first, then each step in a transaction of its own. A kill at any
 * instant leaves the index at the version of the last finished step. Answers the version it found.
 */
export async function migrate(database: Database, options: MigrateOptions): Promise<number> {
  const steps = options.migrations ?? allMigrations;
  const found = schemaVersionOf(database);
  const pending = steps.filter((step) => step.version > found);
  if (pending.length === 0) return found;
  // A new index has nothing older that anybody would wait for.
  const tell = found > 0 ? options.onProgress : undefined;
  if (found > 0) await backupIndex(database, options.file, (done, total) => tell?.({ step: 'backup', done, total }));
  for (const [i, step] of pending.entries()) {
    runGuarded(options.file, step, () => runStep(database, step));
    tell?.({ step: 'migrate', done: i + 1, total: pending.length });
  }
  return found;
}

/** A step that fails for a reason of its own is no damage: the index must not be set aside for it. */
function runGuarded(file: string, step: Migration, run: () => void): void {
  try {
    run();
  } catch (thrown) {
    if (!(thrown instanceof SqliteDatabase.SqliteError) || thrown.code !== 'SQLITE_ERROR')
      throw translateStoreError(thrown, file);
    throw new WhenceError(
      'INDEX_MISMATCH',
      `The index ${file} could not be brought to schema ${step.version} (${step.name}): it was left as it was. It can be kept aside while the folder is indexed anew.`,
      { cause: thrown, data: { action: 'rebuild' } },
    );
  }
}

function runStep(database: Database, step: Migration): void {
  // Foreign keys are checked at the end of the step and not within: a step may rebuild a table that others refer to.
  database.pragma('foreign_keys = OFF');
  try {
    database
      .transaction(() => {
        step.up(database);
        const violations = database.pragma('foreign_key_check');
        if (Array.isArray(violations) && violations.length > 0) {
          throw new WhenceError(
            'INDEX_DAMAGED',
            `Migration ${step.version} (${step.name}) would lose references: it was undone.`,
          );
        }
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${step.version}`);
      })
      .immediate();
  } finally {
    database.pragma('foreign_keys = ON');
  }
}
