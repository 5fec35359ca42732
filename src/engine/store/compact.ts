import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Manifest } from './manifest.ts';
import type { Statements } from './statements.ts';
import { openVectorTable, placesPerBlock, VectorIndexWriter, type VectorTableName } from './vector-index.ts';

/** Less free space than this is left for what comes next. */
const keptFreeShare = 0.25;
const keptFreeBytes = 4 * 1024 * 1024;
/** Pages given back in one step: a few milliseconds. */
const pagesPerStep = 256;
/** Vectors moved in one transaction. */
const vectorsPerStep = 64;

/**
 * Gives space back after large deletions: moves vectors out of blocks that are mostly empty, then returns the free pages to the
 * disk when they are more than a quarter of the index and 4 MiB. Small holes stay, since new content will use them. Each step is
 * short and can be the last; the file shrinks when `emptyWal` has moved them. Answers the bytes that were given back.
 */
export async function compactIndex(
  statements: Statements,
  manifest: Manifest,
  emptyWal: () => Promise<void>,
): Promise<number> {
  if (manifest.model !== null) await gatherVectors(statements, manifest.vectorTable, manifest.model.dimensions);
  const pragma = (name: string): number => Number(statements.database.pragma(name, { simple: true }));
  const pageSize = pragma('page_size');
  const free = pragma('freelist_count');
  if (free * pageSize < keptFreeBytes || free < pragma('page_count') * keptFreeShare) return 0;
  for (let left = free; left > 0;) {
    statements.timed('compact.step', () => statements.database.pragma(`incremental_vacuum(${pagesPerStep})`));
    const now = pragma('freelist_count');
    // A database that is not in incremental mode gives nothing back.
    if (now >= left) break;
    left = now;
    await nextTurn();
  }
  await emptyWal();
  return (free - pragma('freelist_count')) * pageSize;
}

/** sqlite-vec puts new vectors into its newest block only: places that deletions left in older ones would stay empty for ever. */
async function gatherVectors(statements: Statements, name: VectorTableName, dimensions: number): Promise<void> {
  const table = openVectorTable(statements, name);
  if (table === null) return;
  const blocks = table.fill();
  const places = blocks.length * placesPerBlock;
  const live = blocks.reduce((sum, block) => sum + block.taken, 0);
  const newest = blocks.at(-1)?.block;
  if (places - live < 4 * placesPerBlock || places - live < places * keptFreeShare) return;
  const vectors = new VectorIndexWriter(statements.database, name, dimensions);
  for (const { block, taken: kept } of blocks) {
    if (block === newest || kept * 2 > placesPerBlock) continue;
    const ids = table.chunkIdsIn(block);
    for (let at = 0; at < ids.length; at += vectorsPerStep) {
      statements.transaction('compact.gather-vectors', () => {
        for (const id of ids.slice(at, at + vectorsPerStep)) moveVector(vectors, id);
      });
      await nextTurn();
    }
  }
}

function moveVector(vectors: VectorIndexWriter, chunkId: number): void {
  const vector = vectors.get(chunkId);
  if (vector === null) return;
  vectors.remove([chunkId]);
  vectors.insert(chunkId, vector);
}
