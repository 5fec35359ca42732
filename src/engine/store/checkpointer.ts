import type { Database } from 'better-sqlite3';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { processEntry } from '../processes/entry.ts';
import type { CheckpointReply, CheckpointRequest, CheckpointWorkerData } from './checkpoint-worker.ts';

/** ms after a write at which the WAL is looked at. */
const patienceMs = 500;
/** A shorter WAL costs readers nothing: no thread is started for it. */
const worthwhileBytes = 4 * 1024 * 1024;
/** In a WAL of this many pages (32 MiB) the owner itself moves what the thread left, so that the WAL starts again. */
const longWalPages = 4096;
/** ms that closing waits for a checkpoint under way, on the owner's own time: hosts with an event loop have emptied the WAL before. */
const closingMs = 5000;

/**
 * Moves the WAL of an index into its database in a thread of its own, while the owner writes on: done by the owner after a commit,
 * as SQLite would, it stops the event loop for as long as the disk takes. Idle, it holds neither timer nor connection.
 */
export class Checkpointer {
  readonly #file: string;
  readonly #database: Database;
  /** 1 while the thread has a connection. */
  readonly #busy = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | null = null;
  /** Resolves when the thread has answered; null when nothing was asked. */
  #underWay: PromiseWithResolvers<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(file: string, database: Database) {
    this.#file = file;
    this.#database = database;
  }

  /** Something was committed. */
  noteWrite(): void {
    if (this.#closed || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#run(), patienceMs).unref();
  }

  /**
   * Moves all of the WAL and empties it, while the event loop goes on: what closing or shrinking the index would else do on the
   * owner's time. Leaves it to them where a reader holds the WAL.
   */
  async empty(): Promise<void> {
    // Nothing else may be left that keeps the process alive until the thread has answered.
    this.#worker?.ref();
    while (this.#underWay !== null) await this.#underWay.promise;
    if (!this.#closed && this.#walBytes() > 0) await this.#ask('empty');
    this.#worker?.unref();
  }

  /** Waits for a checkpoint under way: a connection that outlived the owner's could delete the WAL of the next one. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const deadline = performance.now() + closingMs;
    try {
      for (let left = closingMs; Atomics.load(this.#busy, 0) === 1 && left > 0; left = deadline - performance.now()) {
        Atomics.wait(this.#busy, 0, 1, left);
      }
    } catch {
      // A host that lets no thread of its own wait so: the worker is ended below, and SQLite copes with a checkpoint cut short.
    }
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #run(): void {
    this.#timer = null;
    if (this.#closed || this.#underWay !== null) return;
    if (this.#walBytes() >= worthwhileBytes) void this.#ask('move');
  }

  #walBytes(): number {
    return statSync(`${this.#file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  async #ask(request: CheckpointRequest): Promise<void> {
    const worker = (this.#worker ??= this.#start());
    this.#underWay = Promise.withResolvers();
    Atomics.store(this.#busy, 0, 1);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage(request);
    if (request === 'empty') worker.ref();
    await this.#underWay.promise;
  }

  #start(): Worker {
    const workerData: CheckpointWorkerData = { file: this.#file, busy: this.#busy };
    const worker = new Worker(processEntry('checkpoint-worker'), { workerData });
    worker.unref();
    worker.on('message', ({ pages }: CheckpointReply) => this.#finish(pages));
    // Without the thread SQLite's own checkpoints are left, which come later and on the owner's time.
    worker.on('error', () => this.#lost(worker));
    worker.on('exit', () => this.#lost(worker));
    return worker;
  }

  #lost(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    Atomics.store(this.#busy, 0, 0);
    this.#end();
  }

  #end(): void {
    this.#underWay?.resolve();
    this.#underWay = null;
  }

  /** While the owner writes, the thread never reaches the end of the WAL. */
  #finish(pages: number): void {
    this.#end();
    if (this.#closed || pages < longWalPages || !this.#database.open) return;
    try {
      this.#database.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // The next write or the closing meets what is wrong, and says it.
    }
  }
}
