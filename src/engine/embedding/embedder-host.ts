import { assertNever } from '../../shared/assert-never.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { EmbeddedBatch, EmbedderInfo, EmbedderReply } from './embedder-messages.ts';
import type { EmbedderExit, EmbedderPort, SpawnEmbedder } from './embedder-port.ts';
import { badOutputError, describeExit, type EmbedderFailure, finalError } from './embedder-failures.ts';

/** `stopped` is before the first start and after an intended stop; `crashed` starts again with the next batch. */
export type EmbedderState = 'stopped' | 'starting' | 'ready' | 'busy' | 'stopping' | 'crashed';

/** Which state may follow which; anything else is a bug. */
const transitions: Readonly<Record<EmbedderState, readonly EmbedderState[]>> = {
  stopped: ['starting'],
  starting: ['ready', 'crashed', 'stopping'],
  ready: ['busy', 'stopping', 'crashed'],
  busy: ['ready', 'stopping', 'crashed'],
  stopping: ['stopped'],
  crashed: ['starting', 'stopping'],
};

/** Milliseconds. */
export interface EmbedderLimits {
  /** From start to ready: loading and proving a model. */
  readonly startMs: number;
  /** For one batch, counted from when the one before it ended. */
  readonly batchMs: number;
  /** From asking it to stop to killing it. */
  readonly stopMs: number;
  /** Without work for so long, the process is stopped and its memory given back. */
  readonly idleMs: number;
}

export interface EmbedderHostOptions {
  readonly folder: string;
  readonly spawn: SpawnEmbedder;
  /** 0 lets the embedder choose. */
  readonly threads?: number;
  readonly limits?: Partial<EmbedderLimits>;
  readonly onStateChange?: (state: EmbedderState) => void;
}

const defaultLimits: EmbedderLimits = { startMs: 60_000, batchMs: 120_000, stopMs: 2000, idleMs: 300_000 };

/** Failures in a row, without a batch in between, after which it gives up. */
const givesUpAfter = 3;

interface Job {
  readonly id: number;
  readonly texts: readonly string[];
  readonly attempts: number;
  readonly resolve: (batch: EmbeddedBatch) => void;
  readonly reject: (reason: unknown) => void;
}

interface Starter {
  readonly resolve: (info: EmbedderInfo) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Owns the embedder process: starts it when there is work, starts it again after a crash and sends the unanswered batches
 * once more, and gives up after three crashes in a row.
 */
export class EmbedderHost {
  readonly #options: EmbedderHostOptions;
  readonly #limits: EmbedderLimits;
  readonly #jobs = new Map<number, Job>();
  #state: EmbedderState = 'stopped';
  #port: EmbedderPort | null = null;
  #info: EmbedderInfo | null = null;
  #timer: NodeJS.Timeout | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #timedOut = false;
  #failures: EmbedderFailure[] = [];
  #crashes = 0;
  #nextId = 1;
  #onStopped: (() => void)[] = [];
  #started: Starter[] = [];

  constructor(options: EmbedderHostOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** The model folder that it loads. */
  get folder(): string {
    return this.#options.folder;
  }

  get state(): EmbedderState {
    return this.#state;
  }

  /** What was loaded; null before the first start. */
  get info(): EmbedderInfo | null {
    return this.#info;
  }

  get pid(): number | null {
    return this.#port?.pid ?? null;
  }

  /** Crashes and time-outs since this host was made. */
  get crashes(): number {
    return this.#crashes;
  }

  /** Starts the process unless it runs, and answers what it loaded. Throws as `embed`. */
  async start(): Promise<EmbedderInfo> {
    if (this.#info && (this.#state === 'ready' || this.#state === 'busy')) return this.#info;
    const started = new Promise<EmbedderInfo>((resolve, reject) => {
      this.#started.push({ resolve, reject });
    });
    await this.#startWhenStopped();
    return started;
  }

  /**
   * Vectors of `texts`. Several calls may be under way: they are answered in order. Throws the model's own error when it cannot
   * be loaded; EMBEDDER_CRASHED or EMBEDDER_TIMEOUT after three failures in a row (a later call tries again); EMBEDDER_BAD_OUTPUT
   * when the model's answer has the wrong shape; an AbortError when `signal` is aborted. Fewer `attempts` give up sooner.
   */
  async embed(texts: readonly string[], signal?: AbortSignal, attempts = givesUpAfter): Promise<EmbeddedBatch> {
    signal?.throwIfAborted();
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = new Promise<EmbeddedBatch>((resolve, reject) => {
      this.#jobs.set(id, { id, texts, attempts, resolve, reject });
    });
    const onAbort = (): void => this.#cancel(id, signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (this.#state === 'ready' || this.#state === 'busy') this.#sendJob(id, texts);
      else await this.#startWhenStopped();
      return await answer;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the process: asked first, killed when it takes too long. Unanswered batches are rejected as cancelled. */
  async stop(): Promise<void> {
    this.#rejectAll(new DOMException('The embedder was stopped.', 'AbortError'));
    if (this.#state === 'stopped') return;
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped.push(resolve);
    });
    if (this.#state === 'stopping') return stopped;
    this.#moveTo('stopping');
    if (this.#port) {
      this.#port.send({ type: 'stop' });
      this.#arm(this.#limits.stopMs);
    } else this.#finishStop();
    return stopped;
  }

  async #startWhenStopped(): Promise<void> {
    if (this.#state === 'stopping') {
      await new Promise<void>((resolve) => {
        this.#onStopped.push(resolve);
      });
    }
    if (this.#state === 'stopped' || this.#state === 'crashed') this.#launch();
  }

  #launch(): void {
    this.#moveTo('starting');
    this.#timedOut = false;
    const port = this.#options.spawn();
    this.#port = port;
    port.onReply((reply) => {
      if (this.#port === port) this.#receive(reply);
    });
    port.onExit((exit) => {
      if (this.#port === port) this.#ended(exit);
    });
    port.send({ type: 'load', folder: this.#options.folder, threads: this.#options.threads ?? 0 });
    this.#arm(this.#limits.startMs);
  }

  #receive(reply: EmbedderReply): void {
    if (this.#state === 'stopping') return;
    switch (reply.type) {
      case 'ready':
        this.#info = reply.info;
        this.#disarm();
        this.#moveTo('ready');
        for (const { resolve } of this.#started.splice(0)) resolve(reply.info);
        for (const job of this.#jobs.values()) this.#sendJob(job.id, job.texts);
        break;
      case 'load-failed':
        this.#rejectAll(WhenceError.from(reply.error));
        void this.stop();
        break;
      case 'embedded':
        this.#failures = [];
        this.#settle(reply.id, (job) => this.#answer(job, reply));
        break;
      case 'embed-failed':
        this.#settle(reply.id, (job) => job.reject(WhenceError.from(reply.error)));
        break;
      default:
        assertNever(reply);
    }
  }

  #answer(job: Job, batch: EmbeddedBatch): void {
    const due = job.texts.length * (this.#info?.dimensions ?? 0);
    if (batch.vectors instanceof Float32Array && batch.vectors.length === due) {
      job.resolve({ vectors: batch.vectors, bad: batch.bad, tookMs: batch.tookMs });
    } else job.reject(badOutputError('shape'));
  }

  #settle(id: number, finish: (job: Job) => void): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    if (job) finish(job);
    this.#afterJob();
  }

  #afterJob(): void {
    if (this.#state !== 'busy') return;
    if (this.#jobs.size > 0) this.#arm(this.#limits.batchMs);
    else {
      this.#disarm();
      this.#moveTo('ready');
    }
  }

  #sendJob(id: number, texts: readonly string[]): void {
    if (this.#state === 'ready') {
      this.#moveTo('busy');
      this.#arm(this.#limits.batchMs);
    }
    this.#port?.send({ type: 'embed', id, texts });
  }

  #cancel(id: number, reason: unknown): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    this.#jobs.delete(id);
    job.reject(reason);
    if (this.#state === 'busy') this.#port?.send({ type: 'cancel', id });
    this.#afterJob();
  }

  #ended(exit: EmbedderExit): void {
    this.#disarm();
    this.#port = null;
    if (this.#state === 'stopping') {
      this.#finishStop();
      return;
    }
    this.#crashes += 1;
    this.#failures.push(describeExit(exit, { timedOut: this.#timedOut, starting: this.#state === 'starting' }));
    this.#moveTo('crashed');
    const attempts = [...this.#jobs.values()].reduce((least, job) => Math.min(least, job.attempts), givesUpAfter);
    if (this.#failures.length >= attempts) {
      const error = finalError(this.#failures);
      this.#failures = [];
      this.#rejectAll(error);
    } else if (this.#jobs.size > 0 || this.#started.length > 0) this.#launch();
  }

  #finishStop(): void {
    this.#disarm();
    this.#moveTo('stopped');
    for (const resolve of this.#onStopped.splice(0)) resolve();
  }

  #rejectAll(reason: unknown): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job.reject(reason);
    for (const { reject } of this.#started.splice(0)) reject(reason);
    if (this.#state === 'busy') this.#afterJob();
  }

  #arm(ms: number): void {
    this.#disarm();
    this.#timer = setTimeout(() => {
      this.#timedOut = true;
      this.#port?.kill();
    }, ms);
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #moveTo(next: EmbedderState): void {
    if (!transitions[this.#state].includes(next)) throw new Error(`embedder: ${this.#state} cannot become ${next}`);
    this.#state = next;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.#idleTimer = next === 'ready' ? setTimeout(() => void this.stop(), this.#limits.idleMs).unref() : null;
    this.#options.onStateChange?.(next);
  }
}
