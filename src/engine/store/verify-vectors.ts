import type { Damage } from './damage.ts';
import type { Manifest } from './manifest.ts';
import type { Statements } from './statements.ts';
import { openVectorTable, signBits, vectorSum, type VectorTable } from './vector-index.ts';

/** Every complete chunk has one vector of the right size whose two forms agree, and no vector is without such a chunk. */
export function findVectorDamage(statements: Statements, manifest: Manifest): Damage[] {
  const { model, vectorTable } = manifest;
  const complete = statements
    .prepareValue<[], number>(
      'chunks.complete-ids',
      "SELECT id FROM chunks WHERE embedding_status = 'complete' ORDER BY id",
    )
    .all();
  if (model === null) return complete.length === 0 ? [] : [embedAgain(complete, [], 'there is no model for them')];
  const table = openVectorTable(statements, vectorTable);
  if (table === null) {
    return [{ check: 'vectors', problem: 'the table of vectors is missing', remedy: { kind: 'rebuild-vectors' } }];
  }
  const listed = new Set(table.chunkIds());
  const missing = complete.filter((id) => !listed.has(id));
  const wanted = new Set(complete);
  const stray = [...listed].filter((id) => !wanted.has(id));
  const broken = brokenVectors(table, listed, model.dimensions);
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
function brokenVectors(table: VectorTable, listed: ReadonlySet<number>, dimensions: number): number[] {
  const broken: number[] = [];
  const sums = table.sums();
  let met = 0;
  for (const { chunkId, values, signs } of table.scan()) {
    met += 1;
    const vector = new Int8Array(values);
    const sum = sums.get(chunkId) ?? null;
    const isSound = vector.length === dimensions && Buffer.compare(signBits(vector), signs) === 0;
    if (!isSound || (sum !== null && vectorSum(vector) !== sum)) broken.push(chunkId);
  }
  // Rows that a full scan does not reach (validity bits) are looked up one by one.
  if (met !== listed.size) {
    const reachable = new Set(table.scannedIds());
    for (const id of listed) if (!reachable.has(id)) broken.push(id);
  }
  return broken;
}
