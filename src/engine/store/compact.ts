import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Statements } from './statements.ts';

/** Less free space than this is left for what comes next. */
const keptFreeShare = 0.25;
const keptFreeBytes = 4 * 1024 * 1024;
/** Pages given back in one step: a few milliseconds. */
const pagesPerStep = 256;

/**
 * Gives the free pages of an index back to the disk when they are more than a quarter of it and 4 MiB. Answers the bytes that
 * were given back. New content would have used them otherwise, so small holes stay.
 */
export async function compactIndex(statements: Statements): Promise<number> {
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
  statements.timed('compact.checkpoint', () => statements.database.pragma('wal_checkpoint(TRUNCATE)'));
  return (free - pragma('freelist_count')) * pageSize;
}
