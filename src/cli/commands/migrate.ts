import { appVersion } from '../../engine/app-version.ts';
import { backupFileOf, backupVersionOf, openWriter, rollBackIndex } from '../../engine/store/index.ts';
import { commandLine } from '../advice.ts';
import { createMigrationView } from '../migration-view.ts';
import type { CommonOptions } from '../options.ts';
import { formatDuration, printJson, printLine } from '../output.ts';
import { findIndex } from '../with-engine.ts';

interface MigrateOptions extends CommonOptions {
  readonly rollback?: boolean;
}

/** `whence migrate`: brings the schema up to date, or goes back to the backup that was made before it last did so. */
export async function runMigrate(root: string, options: MigrateOptions): Promise<void> {
  const place = await findIndex(root, options);
  if (options.rollback) rollBack(place.indexFile, options);
  else await migrateForward(place, { ...options, asked: root });
}

function rollBack(indexFile: string, options: MigrateOptions): void {
  const { version, keptAs } = rollBackIndex(indexFile);
  if (options.json) {
    printJson({ schema: version, rolled_back: true, kept_as: keptAs });
    return;
  }
  printLine(`The index is at schema ${version} again, as it was before the last migration.`);
  if (keptAs !== null) printLine(`What it was until now is kept as ${keptAs}.`);
  printLine('This Whence brings it up to date when it opens it for writing: use the older one from here on.');
}

async function migrateForward(
  { root, indexFile }: { root: string; indexFile: string },
  options: MigrateOptions & { readonly asked: string },
): Promise<void> {
  const started = performance.now();
  let migrated = false;
  const view = options.json ? () => undefined : createMigrationView();
  const writer = await openWriter(indexFile, {
    root,
    appVersion,
    onMigration: (progress) => {
      migrated = true;
      view(progress);
    },
  });
  const schema = writer.schemaVersion();
  const { notices } = writer;
  writer.close();
  const backup = backupVersionOf(indexFile);
  if (options.json) {
    printJson({ schema, rolled_back: false, migrated, backup_schema: backup, notices });
    return;
  }
  for (const notice of notices) printLine(notice);
  printLine(
    migrated
      ? `The index is at schema ${schema} now; it took ${formatDuration(performance.now() - started)}.`
      : `Nothing was to be done: the index is at schema ${schema}.`,
  );
  if (backup !== null) {
    const back = commandLine('migrate --rollback', { ...options, root: options.asked });
    printLine(`A backup of schema ${backup} is kept as ${backupFileOf(indexFile)}. To go back to it: ${back}`);
  }
}
