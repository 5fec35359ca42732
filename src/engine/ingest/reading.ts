import { ToldEncodings } from '../git/conversion/told-encodings.ts';
import { ThreadLostError } from '../processes/worker-thread.ts';
import type { KnownFile, ReadFile, Touch } from '../store/index.ts';
import { differs, type ReadingPlan } from './plan.ts';
import type { ReadAnswer } from './read-one.ts';
import type { ReadPhaseOptions, ReadSummary } from './read-phase.ts';
import { readerVersion, versionFor } from './reader-version.ts';
import { Slices } from './slices.ts';
import type { WalkedFile } from './walk.ts';
import type { WorkerPool } from './worker-pool.ts';
import { WriteQueue } from './write-queue.ts';

/** Files handed out ahead of the one that is written next: bounds memory. */
const readAhead = 48;

type Answer = ReadFile | 'gone' | { readonly touched: Omit<Touch, 'id'> };

/** One reading: hands files to the workers and writes what they answer, in path order. */
export class Reading {
  readonly #options: ReadPhaseOptions;
  readonly #plan: ReadingPlan;
  readonly #pool: WorkerPool;
  readonly #encodings: ToldEncodings;
  readonly #slices = new Slices();
  readonly #queue: WriteQueue;
  readonly #counts = { read: 0, unchanged: 0, moved: 0, skipped: 0 };
  #begun = false;

  constructor(options: ReadPhaseOptions, plan: ReadingPlan, pool: WorkerPool) {
    this.#options = options;
    this.#plan = plan;
    this.#pool = pool;
    this.#encodings = new ToldEncodings(options.root);
    this.#queue = new WriteQueue(options.writer.reading, this.#slices, options.signal);
  }

  async run(): Promise<Omit<ReadSummary, 'tookMs'>> {
    const { writer } = this.#options;
    this.#counts.unchanged = this.#plan.unchanged;
    this.#progress(0, null);
    await this.#readAll();
    // Rows of older code: their files are as they were by size and time, and from now on known by more.
    for (const touch of this.#plan.unfilled) await this.#queue.touch(touch);
    await this.#queue.flush();
    const gone = this.#plan.gone();
    const removed = await this.#remove(gone);
    const manifest = writer.manifest();
    if (this.#begun || manifest.readingFinished === null || manifest.readerVersion !== readerVersion) {
      this.#begin();
      writer.finishReading(readerVersion);
      if (removed + this.#queue.effect.removed > 0) await writer.compact();
    }
    this.#progress(this.#plan.toRead.length, null);
    const { added, kept, removed: dropped } = this.#queue.effect;
    const { total } = this.#plan;
    return {
      ...this.#counts,
      files: total,
      removed: gone.length,
      chunksAdded: added,
      chunksKept: kept,
      chunksRemoved: dropped + removed,
    };
  }

  /** Reads ahead, writes in order. */
  async #readAll(): Promise<void> {
    const { toRead } = this.#plan;
    const ahead: Promise<Answer>[] = [];
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

  async #read(file: WalkedFile): Promise<Answer> {
    const { path, size, mtimeMs, identity, named } = file;
    const seen = { path, size, mtimeMs, ...(identity && { identity }) };
    const version = { readerVersion: versionFor(file) };
    if (file.skip !== null) {
      return { ...seen, contentHash: null, ...version, content: { state: 'skipped', ...file.skip } };
    }
    try {
      const { root, limits } = this.#options;
      const knownHash = this.#plan.knownHash(file);
      const answer = await this.#pool.read(
        {
          root,
          path,
          knownHash,
          maxFileBytes: limits.maxFileBytes,
          ...this.#encodings.of(path),
          ...(named && { named }),
        },
        this.#options.signal,
      );
      return toAnswer(file, answer);
    } catch (thrown) {
      if (!(thrown instanceof Error) || this.#options.signal.aborted) throw thrown;
      const reason = thrown instanceof ThreadLostError && thrown.timedOut ? 'time-budget' : 'failed';
      const content = { state: 'failed', reason, detail: thrown.message } as const;
      return { ...seen, contentHash: null, ...version, content };
    }
  }

  async #write(file: WalkedFile, answer: Answer): Promise<void> {
    if (answer === 'gone') {
      this.#plan.markGone(file.path);
      return;
    }
    if ('touched' in answer) {
      this.#counts.unchanged += 1;
      const known = this.#plan.known(file.path);
      if (known && differs(known, answer.touched)) await this.#queue.touch({ id: known.id, ...answer.touched });
      return;
    }
    this.#begin();
    if (answer.content.state === 'indexed') this.#counts.read += 1;
    else this.#counts.skipped += 1;
    await this.#queue.add(answer, this.#place(answer));
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

  /** Takes out files that are gone. Answers how many chunks went with them. */
  async #remove(gone: readonly KnownFile[]): Promise<number> {
    if (gone.length === 0) return 0;
    this.#begin();
    const steps = this.#options.writer.reading.remove(gone);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
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

function toAnswer(file: WalkedFile, answer: ReadAnswer): Answer {
  if (answer.state === 'gone') return 'gone';
  if (answer.state === 'unchanged') {
    const { size, mtimeMs, identity } = answer;
    return { touched: { size, mtimeMs, ...(identity && { identity }) } };
  }
  return { path: file.path, readerVersion: versionFor(file), ...answer };
}
