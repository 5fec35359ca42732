import SqliteDatabase from 'better-sqlite3';
import { getLoadablePath } from 'sqlite-vec';
import { unpacked } from '../resources.ts';

/** The versions of SQLite and of its vector extension as they run here. Throws where either can't be loaded. */
export function storeVersions(): { readonly sqlite: string; readonly sqliteVec: string } {
  const database = new SqliteDatabase(':memory:');
  try {
    database.loadExtension(unpacked(getLoadablePath()));
    const one = (sql: string): string => database.prepare<[], string>(sql).pluck().get() ?? '';
    return { sqlite: one('SELECT sqlite_version()'), sqliteVec: one('SELECT vec_version()').replace(/^v/, '') };
  } finally {
    database.close();
  }
}
