import { WhenceError } from '../../shared/errors.ts';
import { processEntry } from '../processes/entry.ts';
import { type ThreadCallOptions, ThreadLostError, WorkerThread } from '../processes/worker-thread.ts';
import type { BlameOperations, Job, OperationName, Operations, Part } from './worker-protocol.ts';

/** One worker for what a person waits for, one for the rest: blame may not take every core. */
const workers = 2;
const idleMs = 60_000;
/** ms that one step may take after its request was cancelled; then the thread is replaced. */
const cancelGraceMs = 10_000;
/** ms for a request with a time limit of its own (budgetMs): past this it hangs in one step that cannot look at the clock. */
const stuckMs = 60_000;
/** Short-lived buffers fill whatever is allowed: less than the default costs little time and keeps the peak low. */
const maxYoungGenerationSizeMb = 16;

export interface SubmitOptions<Name extends OperationName> {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: Part<Name>) => void) | undefined;
  /** Not waited for by anybody: runs on the worker that no visible request uses. */
  readonly background?: boolean;
}

/** One worker, as the pool sees it. */
export interface Slot {
  /** Requests that it is at. */
  readonly load: number;
  run(job: Job, options: ThreadCallOptions<unknown>): Promise<unknown>;
  /** From now on it outlives idle times. */
  keep(): void;
  /** Lets go of a root's caches. */
  forget(root: string): void;
  stop(): Promise<void>;
}

/**
 * One blame worker: started when first needed, replaced after a crash. After a minute without work it ends, or, when it is
 * to be kept for the next request, lets go of its caches: the thread alone is small, and starting it is what takes long.
 */
class WorkerSlot implements Slot {
  #isKept = false;
  #idle: NodeJS.Timeout | null = null;
  readonly #thread = new WorkerThread<BlameOperations>({
    entry: processEntry('blame-worker'),
    settings: null,
    order: 'concurrent',
    limits: { maxYoungGenerationSizeMb },
    cancelGraceMs,
    onIdle: () => this.#rest(),
  });

  get load(): number {
    return this.#thread.load;
  }

  async run(job: Job, options: ThreadCallOptions<unknown>): Promise<unknown> {
    const start = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      this.#wake();
      try {
        return await this.#thread.call('job', job, options);
      } catch (thrown) {
        if (!(thrown instanceof ThreadLostError)) throw thrown;
        // Lost with another request that hung: that one's fault, so this one is asked again, once.
        if (thrown.timedOut && attempt === 1 && performance.now() - start < (options.budgetMs ?? Infinity)) continue;
        throw lost(thrown);
      }
    }
  }

  keep(): void {
    this.#isKept = true;
  }

  forget(root: string): void {
    this.#thread.tell('forget', { root });
  }

  async stop(): Promise<void> {
    this.#wake();
    await this.#thread.stop();
  }

  #wake(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
  }

  /** The worker's caches are kept a little for the next request. */
  #rest(): void {
    this.#wake();
    this.#idle = setTimeout(() => {
      if (this.#isKept) this.#thread.tell('forgetAll', null);
      else void this.stop();
    }, idleMs);
    this.#idle.unref();
  }
}

function lost(error: ThreadLostError): WhenceError {
  if (error.timedOut) {
    return new WhenceError('GIT_TIME_BUDGET', `This was stopped: ${error.message}.`, { cause: error });
  }
  const message = `The blame worker ended unexpectedly (${error.message}). Try again.`;
  return new WhenceError('GIT_FAILED', message, { cause: error });
}

/** All git work of this process, in two worker threads. */
export class WorkerPool {
  readonly #slots: readonly Slot[];

  constructor(makeSlot: () => Slot = () => new WorkerSlot()) {
    this.#slots = Array.from({ length: workers }, makeSlot);
  }

  /** Throws the job's WhenceError; CANCELLED when the signal aborts, whether or not the worker has stopped yet. */
  async submit<Name extends OperationName>(
    job: Job<Name>,
    options: SubmitOptions<Name>,
  ): Promise<Operations[Name]['answer']> {
    const answer = await this.#slotFor(options.background ?? false).run(job, {
      signal: options.signal,
      budgetMs: hasTimeLimit(job) ? stuckMs : undefined,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker sends the parts of this very operation
      onPart: (part) => options.onPart?.(part as Part<Name>),
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the worker answers what this operation is typed to answer
    return answer as Operations[Name]['answer'];
  }

  /** Starts the worker of visible requests before the first one, and keeps it. */
  async warm(job: Job<'warm'>): Promise<void> {
    this.#slots[0]?.keep();
    await this.submit(job, {});
  }

  forget(root: string): void {
    for (const slot of this.#slots) slot.forget(root);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.stop()));
  }

  /** Background work stays on the last worker; visible work takes it only while the first is busy and it is not. */
  #slotFor(background: boolean): Slot {
    const [first, last] = [this.#slots[0], this.#slots.at(-1)];
    if (!first || !last) throw new Error('the pool has no workers');
    if (background) return last;
    return first.load > 0 && last.load === 0 ? last : first;
  }
}

/** All but what goes over whole histories, in the background or because a person asked to have it all. */
function hasTimeLimit({ name, request }: Job): boolean {
  return name !== 'blameMany' && name !== 'changedBetween' && !('force' in request && request.force === true);
}

/** The one pool of this process. */
export const workerPool = new WorkerPool();
