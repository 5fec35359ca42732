import { WhenceError } from '../../shared/errors.ts';
import { ThreadLostError } from '../processes/worker-thread.ts';
import type { IndexWriter } from '../store/index.ts';
import { planReading } from './plan.ts';
import { readerVersion } from './reader-version.ts';
import { Reading } from './reading.ts';
import { withWorkers } from './shared-pool.ts';
import type { Walked, WalkLimits } from './walk.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface ReadProgress {
  /** Files of the walk that are dealt with, unchanged ones included. */
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly currentFile: string | null;
}

export interface ReadPhaseOptions {
  readonly writer: IndexWriter;
  /** Absolute, real path. */
  readonly root: string;
  readonly limits: WalkLimits;
  /** Aborted to pause or cancel: what is stored stays. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadProgress) => void;
  /** Paths that may have changed, relative to the root: only their folders are looked at. Without it everything is. */
  readonly paths?: readonly string[];
  /** Files that failed are read again, though neither they nor the reader changed. */
  readonly retryFailed?: boolean;
  /** Other workers than the shared ones. */
  readonly pool?: WorkerPool;
}

/** What a reading did. Counts of files, and of chunks where they say so. */
export interface ReadSummary {
  readonly files: number;
  readonly read: number;
  readonly unchanged: number;
  readonly moved: number;
  readonly removed: number;
  readonly skipped: number;
  readonly chunksAdded: number;
  readonly chunksKept: number;
  readonly chunksRemoved: number;
  readonly tookMs: number;
}

/**
 * Phase 1: brings files, texts, chunks and keyword rows up to what is on disk. Files are written in path order, each in short
 * transactions, so that an interrupted reading goes on where it stopped and ends in the same rows. Throws CANCELLED when the
 * signal is aborted, ROOT_GONE when the root can't be listed any more.
 */
export async function readPhase(options: ReadPhaseOptions): Promise<ReadSummary> {
  if (options.pool === undefined) return withWorkers((pool) => readWith(pool, options));
  return readWith(options.pool, options);
}

async function readWith(pool: WorkerPool, options: ReadPhaseOptions): Promise<ReadSummary> {
  const started = performance.now();
  const { writer, signal } = options;
  try {
    signal.throwIfAborted();
    const { readingFinished, readerVersion: lastVersion } = writer.manifest();
    // Some paths are enough only where everything else is known to be up to date.
    const paths = readingFinished === null || lastVersion !== readerVersion ? undefined : options.paths;
    const walked = await walk(pool, { ...options, ...(paths && { paths }) });
    const known = writer.knownFiles();
    refuseEmptied(options.root, walked, known.length);
    const plan = planReading(walked, known, options.retryFailed ?? false);
    const summary = await new Reading(options, plan, pool).run();
    return { ...summary, tookMs: performance.now() - started };
  } catch (thrown) {
    throw signal.aborted ? new WhenceError('CANCELLED', 'Reading was stopped; what was read stays.') : thrown;
  }
}

/** A root with this many files does not become empty by itself. */
const manyFiles = 20;

/** An empty folder is what stays when a drive was unmounted: that is no reason to forget the index. */
function refuseEmptied(root: string, walked: Walked, known: number): void {
  if (walked.files.length > 0 || known < manyFiles) return;
  throw new WhenceError(
    'ROOT_GONE',
    `${root} is empty, though ${known} files of it were indexed: was it moved or unmounted? The index was left as it is; rebuild it to empty it.`,
  );
}

async function walk(pool: WorkerPool, { root, limits, paths, signal }: ReadPhaseOptions): Promise<Walked> {
  try {
    return await pool.walk({ root, limits, ...(paths && { paths }) }, signal);
  } catch (cause) {
    if (!(cause instanceof ThreadLostError)) throw cause;
    const message = `The files of ${root} could not be listed (${cause.message}). The index was left as it is: try again.`;
    throw new WhenceError('INTERNAL', message, { cause });
  }
}
