import type { Database } from 'better-sqlite3';
import type { Damage } from './damage.ts';
import type { Manifest, VectorTable } from './manifest.ts';
import { countVectors, signBits, vectorSum } from './vector-index.ts';

interface VectorRow {
  rowid: number;
  embedding: Buffer;
  signs: Buffer;
}

/** Every complete chunk has one vector of the right size whose two forms agree, and no vector is without such a chunk. */
export function findVectorDamage(database: Database, manifest: Manifest): Damage[] {
  const { model, vectorTable } = manifest;
  const complete = ids(database, "SELECT id FROM chunks WHERE embedding_status = 'complete' ORDER BY id");
  if (model === null) return complete.length === 0 ? [] : [embedAgain(complete, [], 'there is no model for them')];
  if (!exists(database, vectorTable)) {
    return [{ check: 'vectors', problem: 'the table of vectors is missing', remedy: { kind: 'rebuild-vectors' } }];
  }
  const listed = new Set(ids(database, `SELECT rowid FROM ${vectorTable}_rowids`));
  const missing = complete.filter((id) => !listed.has(id));
  const wanted = new Set(complete);
  const stray = [...listed].filter((id) => !wanted.has(id));
  const broken = brokenVectors(database, vectorTable, model.dimensions);
  const again = [...new Set([...missing, ...broken.filter((id) => wanted.has(id))])];
  const damages: Damage[] = [];
  if (again.length > 0 || stray.length > 0) {
    const parts: readonly (readonly [count: number, words: string])[] = [
      [missing.length, 'chunks lack their vector'],
      [broken.length, 'vectors are broken'],
      [stray.length, 'vectors have no chunk'],
    ];
    const problem = parts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ');
    damages.push(embedAgain(again, stray, problem));
  }
  return damages;
}

const embedAgain = (chunkIds: readonly number[], strayVectors: readonly number[], problem: string): Damage => ({
  check: 'vectors',
  problem,
  remedy: { kind: 'embed-again', chunkIds, strayVectors },
});

/** Vectors of the wrong size, those whose bits are not the signs of their values, and those that are not what was written. */
function brokenVectors(database: Database, table: VectorTable, dimensions: number): number[] {
  const broken: number[] = [];
  const rows = database.prepare<[], VectorRow>(`SELECT rowid, embedding, signs FROM ${table}`);
  const sums = new Map(
    database
      .prepare<[], { id: number; sum: number }>(
        `SELECT id, ${table}_sum AS sum FROM chunks WHERE embedding_status = 'complete' AND ${table}_sum IS NOT NULL`,
      )
      .all()
      .map(({ id, sum }) => [id, sum]),
  );
  let met = 0;
  for (const row of rows.iterate()) {
    met += 1;
    const vector = new Int8Array(row.embedding);
    const sum = sums.get(row.rowid) ?? null;
    const isSound = vector.length === dimensions && Buffer.compare(signBits(vector), row.signs) === 0;
    if (!isSound || (sum !== null && vectorSum(vector) !== sum)) broken.push(row.rowid);
  }
  // Rows that a full scan does not reach (validity bits) are looked up one by one.
  if (met !== countVectors(database, table)) {
    const reachable = new Set(ids(database, `SELECT rowid FROM ${table}`));
    for (const id of ids(database, `SELECT rowid FROM ${table}_rowids`)) if (!reachable.has(id)) broken.push(id);
  }
  return broken;
}

const ids = (database: Database, sql: string): number[] => database.prepare<[], number>(sql).pluck().all();

const exists = (database: Database, table: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
