import { WhenceError } from '../../shared/errors.ts';
import type { IndexWriter, KnownFile, ReadFile } from '../store/index.ts';
import { planReading, type ReadingPlan } from './plan.ts';
import type { ReadAnswer } from './read-one.ts';
import { readerVersion } from './reader-version.ts';
import { Slices } from './slices.ts';
import { withWorkers } from './shared-pool.ts';
import type { Walked, WalkedFile, WalkLimits } from './walk.ts';
import { WorkerJobError, type WorkerPool } from './worker-pool.ts';

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

/** Files handed out ahead of the one that is written next: bounds memory. */
const readAhead = 48;

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
    const plan = planReading(walked, writer.knownFiles());
    const summary = await new Reading(options, plan, pool).run();
    return { ...summary, tookMs: performance.now() - started };
  } catch (thrown) {
    throw signal.aborted ? new WhenceError('CANCELLED', 'Reading was stopped; what was read stays.') : thrown;
  }
}

async function walk(pool: WorkerPool, { root, limits, paths }: ReadPhaseOptions): Promise<Walked> {
  try {
    return await pool.walk({ root, limits, ...(paths && { paths }) });
  } catch (cause) {
    throw new WhenceError(
      'ROOT_GONE',
      `${root} can't be listed: was it moved or unmounted? The index was left as it is.`,
      { cause },
    );
  }
}

class Reading {
  readonly #options: ReadPhaseOptions;
  readonly #plan: ReadingPlan;
  readonly #pool: WorkerPool;
  readonly #slices = new Slices();
  readonly #counts = {
    read: 0,
    unchanged: 0,
    moved: 0,
    removed: 0,
    skipped: 0,
    chunksAdded: 0,
    chunksKept: 0,
    chunksRemoved: 0,
  };
  #begun = false;

  constructor(options: ReadPhaseOptions, plan: ReadingPlan, pool: WorkerPool) {
    this.#options = options;
    this.#plan = plan;
    this.#pool = pool;
  }

  async run(): Promise<Omit<ReadSummary, 'tookMs'>> {
    const { writer } = this.#options;
    this.#counts.unchanged = this.#plan.unchanged;
    this.#progress(0, null);
    await this.#readAll();
    await this.#drive(writer.reading.remove(this.#plan.gone()));
    this.#counts.removed = this.#plan.gone().length;
    const manifest = writer.manifest();
    if (
      this.#begun ||
      this.#counts.removed > 0 ||
      manifest.readingFinished === null ||
      manifest.readerVersion !== readerVersion
    ) {
      this.#begin();
      writer.finishReading(readerVersion);
    }
    this.#progress(this.#plan.toRead.length, null);
    return { files: this.#plan.total, ...this.#counts };
  }

  /** Reads ahead, writes in order. */
  async #readAll(): Promise<void> {
    const { toRead } = this.#plan;
    const ahead: Promise<ReadFile | 'unchanged' | 'gone'>[] = [];
    let asked = 0;
    for (const [i, file] of toRead.entries()) {
      for (; asked < toRead.length && ahead.length < readAhead; asked += 1) {
        const next = toRead[asked];
        if (next !== undefined) ahead.push(quiet(this.#read(next)));
      }
      this.#options.signal.throwIfAborted();
      this.#progress(i, file.path);
      const answer = await ahead.shift();
      if (answer !== undefined) await this.#write(file, answer);
    }
  }

  async #read(file: WalkedFile): Promise<ReadFile | 'unchanged' | 'gone'> {
    const { path, size, mtimeMs } = file;
    if (file.skip !== null) {
      return { path, size, mtimeMs, contentHash: null, readerVersion, content: { state: 'skipped', ...file.skip } };
    }
    try {
      const { root, limits } = this.#options;
      const knownHash = this.#plan.knownHash(file, readerVersion);
      const answer = await this.#pool.read(
        { root, path, knownHash, maxFileBytes: limits.maxFileBytes },
        this.#options.signal,
      );
      return this.#toReadFile(file, answer);
    } catch (thrown) {
      if (!(thrown instanceof WorkerJobError) || this.#options.signal.aborted) throw thrown;
      const reason = thrown.timedOut ? 'time-budget' : 'failed';
      const content = { state: 'failed', reason, detail: thrown.message } as const;
      return { path, size, mtimeMs, contentHash: null, readerVersion, content };
    }
  }

  #toReadFile(file: WalkedFile, answer: ReadAnswer): ReadFile | 'unchanged' | 'gone' {
    if (answer.state === 'gone') return 'gone';
    if (answer.state === 'read') return { path: file.path, readerVersion, ...answer };
    const known = this.#plan.known(file.path);
    if (known !== null && (known.size !== answer.size || known.mtimeMs !== answer.mtimeMs)) {
      this.#options.writer.reading.touch([{ id: known.id, size: answer.size, mtimeMs: answer.mtimeMs }]);
    }
    return 'unchanged';
  }

  async #write(file: WalkedFile, answer: ReadFile | 'unchanged' | 'gone'): Promise<void> {
    if (answer === 'unchanged') {
      this.#counts.unchanged += 1;
      return;
    }
    if (answer === 'gone') {
      this.#plan.markGone(file.path);
      return;
    }
    this.#begin();
    const place = this.#place(answer);
    const effect = await this.#drive(this.#options.writer.reading.store(answer, place));
    if (answer.content.state === 'indexed') this.#counts.read += 1;
    else this.#counts.skipped += 1;
    this.#counts.chunksAdded += effect.added;
    this.#counts.chunksKept += effect.kept;
    this.#counts.chunksRemoved += effect.removed;
  }

  /** The row that a file takes: its own, or that of a file with the same content which is gone from its old path. */
  #place(file: ReadFile): KnownFile | null {
    const known = this.#plan.known(file.path);
    if (known !== null) return known;
    const moved = file.contentHash === null ? null : this.#plan.takeMoved(file.contentHash);
    if (moved !== null) this.#counts.moved += 1;
    return moved;
  }

  /** From the first change on the index counts as unfinished; a reading that finds nothing to change writes nothing. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#options.writer.beginReading(this.#plan.total);
  }

  /** Runs steps to their end, giving way to other work between them. */
  async #drive<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        await this.#slices.giveWay();
        return step.value;
      }
      this.#begin();
      await this.#slices.giveWay();
      this.#options.signal.throwIfAborted();
    }
  }

  #progress(dealtWith: number, currentFile: string | null): void {
    const { total, toRead } = this.#plan;
    this.#options.onProgress({ filesDone: total - toRead.length + dealtWith, filesTotal: total, currentFile });
  }
}

/** Marks a promise as handled: it is awaited later, and may be dropped when an earlier one fails. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
