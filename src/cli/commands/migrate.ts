import { appVersion } from '../../engine/app-version.ts';
import { openWriter, rollBackIndex } from '../../engine/store/index.ts';
import type { CommonOptions } from '../options.ts';
import { printJson, printLine } from '../output.ts';
import { findIndex } from '../with-engine.ts';

interface MigrateOptions extends CommonOptions {
  readonly rollback?: boolean;
}

/** `whence migrate`: brings the schema up to date, or goes back to the backup that was made before it last did so. */
export async function runMigrate(path: string, options: MigrateOptions): Promise<void> {
  const { root, indexFile } = await findIndex(path, options);
  const schema = options.rollback ? rollBackIndex(indexFile) : await migrateForward(indexFile, root);
  if (options.json) printJson({ schema, rolled_back: options.rollback ?? false });
  else printLine(`The index is at schema ${schema}${options.rollback ? ', as it was before the last migration' : ''}.`);
}

async function migrateForward(indexFile: string, root: string): Promise<number> {
  const writer = await openWriter(indexFile, { root, appVersion });
  try {
    return Number(writer.database.pragma('user_version', { simple: true }));
  } finally {
    writer.close();
  }
}
