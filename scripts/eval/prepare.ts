import SqliteDatabase from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWriter } from '../../src/engine/store/index.ts';
import { currentSchemaVersion } from '../../src/engine/store/migrations/index.ts';
import type { Case } from './cases.ts';

const engine = join(import.meta.dirname, '../../src/engine');

export interface Prepared extends Case {
  readonly indexFile: string;
}

/**
 * Indexes every case into `cache`, once per state of the code that makes chunks and keyword columns and per model, all of its
 * manifest: the weights of its fields change vectors too. An index that is there is taken as it is.
 */
export async function prepare(
  cases: readonly Case[],
  options: { cache: string; modelFolder: string | null; key?: string | undefined },
): Promise<Prepared[]> {
  const { modelFolder } = options;
  const model = modelFolder === null ? 'none' : hashOf(readFileSync(join(modelFolder, 'manifest.json')));
  const folder = join(options.cache, `${options.key ?? codeHash()}-${model}`);
  mkdirSync(folder, { recursive: true });
  const prepared = cases.map((each) => ({ ...each, indexFile: join(folder, `${each.repository}.sqlite`) }));
  const todo = prepared.filter((each) => !existsSync(each.indexFile));
  await migrateKept(prepared.filter((each) => !todo.includes(each)));
  if (todo.length === 0) return prepared;
  const { indexAll } = await import('./index-cases.ts');
  await indexAll(todo, modelFolder);
  return prepared;
}

/** Brings kept indexes to the present schema. */
async function migrateKept(kept: readonly Prepared[]): Promise<void> {
  for (const { indexFile, root } of kept) {
    const database = new SqliteDatabase(indexFile, { readonly: true });
    const version = Number(database.pragma('user_version', { simple: true }));
    database.close();
    if (version === currentSchemaVersion) continue;
    (await openWriter(indexFile, { root, appVersion: 'eval' })).close();
  }
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** Hash of the sources that decide what an index holds. */
function codeHash(): string {
  const hash = createHash('sha256');
  for (const folder of [
    'chunking',
    'chunking/languages',
    'chunking/languages/common',
    'chunking/light',
    'text',
    'ingest',
  ]) {
    const path = join(engine, folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(path, name)));
    }
  }
  hash.update(readFileSync(join(engine, 'store/keyword-index.ts')));
  return hash.digest('hex').slice(0, 12);
}
