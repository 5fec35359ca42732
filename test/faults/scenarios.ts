import SqliteDatabase from 'better-sqlite3';
import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load as loadVectorExtension } from 'sqlite-vec';
import { git, makeLargeRepository } from '../helpers/sample-repository.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';
import { copyIndex, runUndisturbed, type Scenario } from './kill-driver.ts';

/** Prepares the ways through an index that are killed: a first one, after changes, with another model, under repair. */
export async function makeScenarios(folder: string, files: number): Promise<readonly Scenario[]> {
  const root = join(folder, 'repository');
  const changedRoot = join(folder, 'changed');
  const [model, otherModel] = ['model', 'other-model'].map((name) => join(folder, name)) as [string, string];
  makeLargeRepository(root, files);
  cpSync(root, changedRoot, { recursive: true });
  changeFiles(changedRoot);
  writeTinyModel(model);
  writeTinyModel(otherModel, { seed: 2, id: 'other' });
  const first: Scenario = { name: 'first index', mode: 'index', root, model, prepare: () => undefined };
  const complete = join(folder, 'complete', 'index.sqlite');
  await runUndisturbed(first, complete);
  const fromComplete = (indexFile: string): void => copyIndex(complete, indexFile);
  return [
    first,
    { name: 'changed files', mode: 'index', root: changedRoot, model, prepare: fromComplete },
    { name: 'model change', mode: 'index', root, model: otherModel, prepare: fromComplete },
    {
      name: 'migration',
      mode: 'index',
      root,
      model,
      prepare: (indexFile) => {
        fromComplete(indexFile);
        takeBackToFirstSchema(indexFile);
      },
    },
    {
      name: 'repair',
      mode: 'repair',
      root,
      model,
      prepare: (indexFile) => {
        fromComplete(indexFile);
        damage(indexFile);
      },
    },
  ];
}

/** Edits, renames, deletes and adds files, as a checkout of another branch would. */
function changeFiles(root: string): void {
  const group = join(root, 'src', 'group1');
  renameSync(join(root, 'src', 'group2'), join(root, 'src', 'moved'));
  rmSync(join(root, 'src', 'group3'), { recursive: true });
  for (const name of readdirSync(group)) {
    writeFileSync(join(group, name), `// first line\n\nexport const added = ${name.length};\n`, { flag: 'a' });
  }
  for (let i = 0; i < 20; i += 1) {
    writeFileSync(join(root, 'src', `new-${i}.ts`), `export function fresh${i}(): number {\n  return ${i};\n}\n`);
  }
  git(root, ['add', '--all']);
}

/** Loses vectors, keyword rows and a text, in ways that a full check has to find. */
function damage(indexFile: string): void {
  const database = new SqliteDatabase(indexFile);
  loadVectorExtension(database);
  database.exec('DELETE FROM vectors_a WHERE rowid % 5 = 0');
  database.exec('DELETE FROM chunks_fts WHERE rowid % 3 = 0');
  database.exec("UPDATE texts SET deflated = x'00' WHERE file_id % 7 = 0");
  database.exec('UPDATE chunks SET start_line = start_line + 1 WHERE file_id % 11 = 0');
  database.close();
}

/** What later schemas added is taken out again. */
function takeBackToFirstSchema(indexFile: string): void {
  const database = new SqliteDatabase(indexFile);
  for (const table of ['blame_files', 'blame_paths', 'blame_commits', 'blame_authors'])
    database.exec(`DROP TABLE ${table}`);
  for (const column of ['rows_hash', 'ctime_ms', 'inode']) database.exec(`ALTER TABLE files DROP COLUMN ${column}`);
  for (const table of ['vectors_a', 'vectors_b']) database.exec(`ALTER TABLE chunks DROP COLUMN ${table}_sum`);
  database.exec('ALTER TABLE vector_cache DROP COLUMN sum; ALTER TABLE vector_cache DROP COLUMN path');
  database.exec('DROP INDEX chunks_borrowed; ALTER TABLE chunks DROP COLUMN borrowed');
  database.pragma('user_version = 1');
  database.close();
}
