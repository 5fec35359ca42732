import { type ResourceLimits, Worker } from 'node:worker_threads';
import { type Result, unwrap } from '../../shared/result.ts';
import { cancelled, SharedCancellations } from './shared-cancellations.ts';
import {
  type FromThread,
  noAnswer,
  type OperationsOf,
  type PartOf,
  type ThreadData,
  type ToThread,
} from './thread-messages.ts';

/** A call that its thread did not survive, or did not finish in time. */
export class ThreadLostError extends Error {
  readonly timedOut: boolean;

  constructor(message: string, timedOut: boolean) {
    super(message);
    this.name = 'ThreadLostError';
    this.timedOut = timedOut;
  }
}

export interface ThreadOptions {
  /** The file that the thread runs: its entry calls `serveThread`. */
  readonly entry: string;
  /** Passed to the thread; structured clone. */
  readonly settings: unknown;
  /**
   * `serial`: calls are done one after another, in order; a thread that is lost costs the first one, and those behind it are done
   * by its successor. `concurrent`: several at once, by turns; all of them are lost with their thread.
   */
  readonly order: 'serial' | 'concurrent';
  readonly limits?: ResourceLimits;
  /** ms a call may go on after it was cancelled; then the thread is replaced. Without it a call takes its time. */
  readonly cancelGraceMs?: number;
  /** A call has left the thread, cancelled ones included: `load` went down. */
  readonly onFree?: () => void;
  /** All calls have. */
  readonly onIdle?: () => void;
}

export interface ThreadCallOptions<Part> {
  /** Aborted: the call rejects with CANCELLED at once, and the thread is told. */
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: Part) => void) | undefined;
  /** ms the call may take from when the thread turns to it; then the thread is replaced. */
  readonly budgetMs?: number | undefined;
}

interface Call {
  readonly id: number;
  readonly message: ToThread;
  readonly settle: (result: Result<unknown>) => void;
  readonly fail: (error: Error) => void;
  readonly onPart: (part: unknown) => void;
  readonly budgetMs: number;
  /** By performance.now(): when the thread counts as stuck. */
  deadline: number;
  /** Why there is a deadline, in ms that were given. */
  allowed: number;
  isCancelled: boolean;
  /** It promised to report soon. */
  isLimited: boolean;
}

/** ms that a cancelled call goes on where it can't look whether it was cancelled. */
const stuckMs = 1000;

/**
 * One worker thread and its successors: started by its first call, replaced after a crash, a call beyond its time, or when it says
 * itself that it is spent. Idle, it does not keep the process alive.
 */
export class WorkerThread<Operations extends OperationsOf<Operations>> {
  readonly #options: ThreadOptions;
  readonly #cancellations = new SharedCancellations();
  /** In the order in which they were made. */
  readonly #calls = new Map<number, Call>();
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastId = noAnswer;
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Calls that are not answered yet, cancelled ones included. */
  get load(): number {
    return this.#calls.size;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** Starts the thread before it is asked. */
  start(): void {
    if (!this.#closed) this.#worker ??= this.#open();
  }

  /** Rejects with the thread's own error (a WhenceError), CANCELLED, or a ThreadLostError. */
  async call<Name extends keyof Operations & string>(
    name: Name,
    request: Operations[Name]['request'],
    options: ThreadCallOptions<PartOf<Operations, Name>> = {},
  ): Promise<Operations[Name]['answer']> {
    const { signal, onPart, budgetMs = Infinity } = options;
    if (signal?.aborted === true) throw cancelled();
    if (this.#closed) throw new ThreadLostError('its thread was closed', false);
    this.#lastId += 1;
    const id = this.#lastId;
    const abort = (): void => this.#cancel(id);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const result = await new Promise<Result<unknown>>((settle, fail) => {
        this.#add({
          id,
          message: { type: 'call', id, name, request },
          settle,
          fail,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the thread sends the parts of this very operation
          onPart: (part) => onPart?.(part as PartOf<Operations, Name>),
          budgetMs,
          deadline: Infinity,
          allowed: budgetMs,
          isCancelled: false,
          isLimited: false,
        });
      });
      return unwrap(result);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Tells the thread something that needs no answer. Does nothing where no thread runs. */
  tell<Name extends keyof Operations & string>(name: Name, request: Operations[Name]['request']): void {
    this.#post({ type: 'call', id: noAnswer, name, request });
  }

  /** Ends the thread; calls under way are lost. The next call starts a new one. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#drop(new ThreadLostError('its thread was closed', false), false);
    await worker?.terminate();
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
  }

  #add(call: Call): void {
    this.#calls.set(call.id, call);
    this.#worker ??= this.#open();
    this.#worker.ref();
    this.#post(call.message);
    if (this.#options.order === 'concurrent' || this.#calls.size === 1) this.#begin(call);
  }

  /** The thread turns to a call: its time begins. */
  #begin(call: Call | undefined): void {
    if (call === undefined) return;
    call.isLimited = false;
    this.#allow(call, call.budgetMs);
  }

  /** From now on a call may take `ms`, or less where it was cancelled. */
  #allow(call: Call, ms: number): void {
    call.allowed = call.isCancelled ? Math.min(ms, this.#graceOf(call)) : ms;
    call.deadline = performance.now() + call.allowed;
    this.#watch();
  }

  #graceOf(call: Call): number {
    const { cancelGraceMs = Infinity } = this.#options;
    return call.isLimited ? Math.min(stuckMs, cancelGraceMs) : cancelGraceMs;
  }

  #cancel(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#cancellations.cancel(id);
    this.#post({ type: 'cancel', id });
    call.isCancelled = true;
    call.fail(cancelled());
    const isAtWork = this.#options.order === 'concurrent' || this.#first() === call;
    if (isAtWork) this.#allow(call, Math.max(0, call.deadline - performance.now()));
  }

  #first(): Call | undefined {
    return this.#calls.values().next().value;
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  #post = (message: ToThread): void => this.#worker?.postMessage(message);

  #open(): Worker {
    const { entry, settings, limits } = this.#options;
    const workerData: ThreadData<unknown> = { settings, cancellations: this.#cancellations.buffer };
    const worker = new Worker(entry, { workerData, ...(limits && { resourceLimits: limits }) });
    worker.unref();
    let reason: string | null = null;
    worker.on('message', (message: FromThread) => {
      if (worker === this.#worker) this.#receive(message);
    });
    // Its start, which takes long on a busy machine, is not on the time of the first call.
    worker.on('online', () => {
      const first = this.#first();
      // What the thread says itself may have come before this.
      if (worker === this.#worker && first?.isLimited === false) this.#begin(first);
    });
    // An error may overtake answers given before it; at the exit all have come, and what is first then is to blame.
    worker.on('error', (error) => (reason = error.message));
    worker.on('exit', (code) => {
      const message = reason ?? `its worker ended with code ${code}`;
      if (worker === this.#worker) this.#drop(new ThreadLostError(message, false), true);
    });
    return worker;
  }

  #receive(message: FromThread): void {
    const call = this.#calls.get(message.id);
    if (call === undefined) return;
    if (message.type === 'part') {
      call.onPart(message.part);
    } else if (message.type === 'limit') {
      call.isLimited = message.ms !== null;
      this.#allow(call, message.ms ?? call.budgetMs);
    } else {
      this.#calls.delete(call.id);
      call.settle(message.result);
      if (message.spent) this.#replace();
      else this.#begin(this.#options.order === 'serial' ? this.#first() : undefined);
      this.#watch();
      if (this.#calls.size === 0) this.#worker?.unref();
      this.#noteFree();
    }
  }

  /** Ends a thread that answers but is not to be used again; its successor does what waits. */
  #replace(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    this.#resume();
  }

  /** Gives up the thread: what it was at fails with `error`; with `resume`, a serial thread's successor does the rest. */
  #drop(error: ThreadLostError, resume: boolean): void {
    this.#worker = null;
    const first = this.#first();
    const lost =
      resume && this.#options.order === 'serial' ? (first === undefined ? [] : [first]) : [...this.#calls.values()];
    for (const call of lost) this.#calls.delete(call.id);
    this.#resume();
    this.#watch();
    for (const call of lost) call.fail(error);
    this.#noteFree();
  }

  #noteFree(): void {
    this.#options.onFree?.();
    if (this.#calls.size === 0) this.#options.onIdle?.();
  }

  #resume(): void {
    if (this.#calls.size === 0) return;
    this.#worker = this.#open();
    this.#worker.ref();
    for (const call of this.#calls.values()) this.#post(call.message);
    this.#begin(this.#first());
  }

  /** Sets the timer to the earliest deadline. */
  #watch(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    let earliest: Call | undefined;
    for (const call of this.#calls.values()) {
      if (earliest === undefined || call.deadline < earliest.deadline) earliest = call;
    }
    if (earliest === undefined || earliest.deadline === Infinity) return;
    const { allowed, deadline } = earliest;
    this.#timer = setTimeout(() => this.#onTimeout(allowed), Math.max(0, deadline - performance.now()));
  }

  #onTimeout(allowed: number): void {
    const worker = this.#worker;
    this.#drop(new ThreadLostError(`it took more than ${allowed / 1000} s`, true), true);
    void worker?.terminate();
  }
}
