import { findResources } from '../resources.ts';
import { WorkerPool } from './worker-pool.ts';

/** Workers that nobody used for this long (ms) are ended, and their memory with them. */
const idleMs = 20_000;

/** Workers of one's own, for `readPhase`; the caller closes them. */
export const createReadingPool = (): WorkerPool => new WorkerPool({ grammarFolder: findResources().grammars });

let shared: { pool: WorkerPool; users: number; timer: NodeJS.Timeout | null } | null = null;

/**
 * Runs `work` with the workers that all open roots share. They stay for a while, so that a change soon after another one does
 * not wait for grammars to be loaded again.
 */
export async function withWorkers<T>(work: (pool: WorkerPool) => Promise<T>): Promise<T> {
  shared ??= { pool: createReadingPool(), users: 0, timer: null };
  const mine = shared;
  if (mine.timer !== null) clearTimeout(mine.timer);
  mine.timer = null;
  mine.users += 1;
  try {
    return await work(mine.pool);
  } finally {
    mine.users -= 1;
    if (mine.users === 0) mine.timer = setTimeout(() => void endWorkers(), idleMs).unref();
  }
}

/** Ends the shared workers unless they are at work. */
export async function endWorkers(): Promise<void> {
  if (shared === null || shared.users > 0) return;
  const { pool, timer } = shared;
  if (timer !== null) clearTimeout(timer);
  shared = null;
  await pool.close();
}
