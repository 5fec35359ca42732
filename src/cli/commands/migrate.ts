import { existsSync } from 'node:fs';
import { appVersion } from '../../engine/app-version.ts';
import { indexFileOf } from '../../engine/data-folder.ts';
import { resolveRoot } from '../../engine/repositories/root.ts';
import { openWriter, rollBackIndex } from '../../engine/store/index.ts';
import { WhenceError } from '../../shared/errors.ts';
import { type CommonOptions, dataFolderOf } from '../options.ts';
import { printJson, printLine } from '../output.ts';

interface MigrateOptions extends CommonOptions {
  readonly rollback?: boolean;
}

/** `whence migrate`: brings the schema up to date, or goes back to the backup that was made before it last did so. */
export async function runMigrate(path: string, options: MigrateOptions): Promise<void> {
  const root = await resolveRoot(path);
  const indexFile = indexFileOf(dataFolderOf(options), root.repositoryId);
  if (!existsSync(indexFile)) {
    throw new WhenceError('INDEX_MISSING', `${root.path} is not indexed yet: run "whence index" on it first.`);
  }
  const schema = options.rollback ? rollBackIndex(indexFile) : await migrateForward(indexFile, root.path);
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
