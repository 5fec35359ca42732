import { Worker } from 'node:worker_threads';
import { WhenceError } from '../../shared/errors.ts';
import { type Result, unwrap } from '../../shared/result.ts';
import { processEntry } from '../processes/entry.ts';
import type { FromWorker, Job, OperationName, Operations, Part, ToWorker } from './worker-protocol.ts';

/** One worker for what a person waits for, one for the rest: blame may not take every core. */
const workers = 2;
const idleMs = 60_000;
/** Short-lived buffers fill whatever is allowed: less than the default costs little time and keeps the peak low. */
const maxYoungGenerationSizeMb = 16;

export interface SubmitOptions<Name extends OperationName> {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: Part<Name>) => void) | undefined;
  /** Not waited for by anybody: runs on the worker that no visible request uses. */
  readonly background?: boolean;
}

interface Pending {
  readonly resolve: (result: Result<unknown>) => void;
  readonly onPart: (part: unknown) => void;
}

/**
 * One blame worker: started when first needed, replaced after a crash. After a minute without work it ends, or, when it is
 * to be kept for the next request, lets go of its caches: the thread alone is small, and starting it is what takes long.
 */
class WorkerSlot {
  private isKept = false;
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private idle: NodeJS.Timeout | null = null;

  get load(): number {
    return this.pending.size;
  }

  start(id: number, job: Job, pending: Pending): void {
    if (this.idle) clearTimeout(this.idle);
    this.idle = null;
    this.pending.set(id, pending);
    this.worker ??= this.launch();
    this.worker.ref();
    this.post({ type: 'start', id, job });
  }

  /** From now on the thread outlives idle times. */
  keep(): void {
    this.isKept = true;
  }

  cancel(id: number): void {
    this.post({ type: 'cancel', id });
  }

  forget(root: string): void {
    this.post({ type: 'forget', root });
  }

  async stop(): Promise<void> {
    if (this.idle) clearTimeout(this.idle);
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private post(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private launch(): Worker {
    const worker = new Worker(processEntry('blame-worker'), {
      name: 'blame',
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    worker.on('message', (message: FromWorker) => this.receive(message));
    worker.on('error', (error) => this.fail(worker, error.message));
    worker.on('exit', (code) => this.fail(worker, `exit code ${code}`));
    return worker;
  }

  private receive(message: FromWorker): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    if (message.type === 'part') {
      pending.onPart(message.part);
      return;
    }
    this.pending.delete(message.id);
    pending.resolve(message.result);
    if (this.pending.size > 0) return;
    // A process with nothing else to do may end; the worker's caches are kept a little for the next request.
    this.worker?.unref();
    this.idle = setTimeout(() => {
      if (this.isKept) this.post({ type: 'forgetAll' });
      else void this.stop();
    }, idleMs);
    this.idle.unref();
  }

  private fail(worker: Worker, reason: string): void {
    if (this.worker === worker) this.worker = null;
    else if (this.worker !== null) return;
    const message = `The blame worker ended unexpectedly (${reason}). Try again.`;
    for (const pending of this.pending.values()) {
      pending.resolve({ ok: false, error: { code: 'GIT_FAILED', message } });
    }
    this.pending.clear();
  }
}

/** All git work of this process, in two worker threads. */
export class WorkerPool {
  private readonly slots = Array.from({ length: workers }, () => new WorkerSlot());
  private nextId = 1;

  /** Throws the job's WhenceError; CANCELLED when the signal aborts, whether or not the worker has stopped yet. */
  async submit<Name extends OperationName>(
    job: Job<Name>,
    options: SubmitOptions<Name>,
  ): Promise<Operations[Name]['answer']> {
    const { signal } = options;
    if (signal?.aborted) throw cancelled();
    const id = this.nextId;
    this.nextId += 1;
    const slot = this.slotFor(options.background ?? false);
    const result = await new Promise<Result<unknown>>((resolve) => {
      const abort = (): void => {
        slot.cancel(id);
        resolve({ ok: false, error: { code: 'CANCELLED', message: 'The request was cancelled.' } });
      };
      signal?.addEventListener('abort', abort, { once: true });
      slot.start(id, job, {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker sends the parts of this very operation
        onPart: (part) => options.onPart?.(part as Part<Name>),
        resolve: (answer) => {
          signal?.removeEventListener('abort', abort);
          resolve(answer);
        },
      });
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers what this operation is typed to answer
    return unwrap(result) as Operations[Name]['answer'];
  }

  /** Starts the worker of visible requests before the first one, and keeps it. */
  async warm(job: Job<'warm'>): Promise<void> {
    this.slots[0]?.keep();
    await this.submit(job, {});
  }

  forget(root: string): void {
    for (const slot of this.slots) slot.forget(root);
  }

  async stop(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()));
  }

  /** Background work stays on the last worker; visible work takes it only while the first is busy and it is not. */
  private slotFor(background: boolean): WorkerSlot {
    const [first, last] = [this.slots[0], this.slots.at(-1)];
    if (!first || !last) throw new Error('the pool has no workers');
    if (background) return last;
    return first.load > 0 && last.load === 0 ? last : first;
  }
}

const cancelled = (): WhenceError => new WhenceError('CANCELLED', 'The request was cancelled.');

/** The one pool of this process. */
export const workerPool = new WorkerPool();
