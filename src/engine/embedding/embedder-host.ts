import { assertNever } from '../../shared/assert-never.ts';
import { WhenceError } from '../../shared/errors.ts';
import { identifyModel, type ModelIdentity, type ModelKind, type ModelSource } from '../models/index.ts';
import type { EmbeddedBatch, EmbedderInfo, EmbedderReply } from './embedder-messages.ts';
import type { EmbedderExit, EmbedderPort, SpawnEmbedder } from './embedder-port.ts';
import { type EmbedderJob, EmbedderJobs } from './embedder-jobs.ts';
import { type EmbedderState, mayFollow } from './embedder-state.ts';
import { badOutputError, describeExit, type EmbedderFailure, finalError } from './embedder-failures.ts';

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
  /** The model that it serves. */
  readonly source: ModelSource;
  /** Those that the process knows too. */
  readonly kinds?: readonly ModelKind[];
  readonly spawn: SpawnEmbedder;
  /** 0 lets the embedder choose. Asked before each batch: a process that was started with another number is replaced. */
  readonly threads?: () => number;
  readonly limits?: Partial<EmbedderLimits>;
  readonly onStateChange?: (state: EmbedderState) => void;
}

const defaultLimits: EmbedderLimits = { startMs: 60_000, batchMs: 120_000, stopMs: 2000, idleMs: 300_000 };

/** Failures in a row, without a batch in between, after which it gives up. */
const givesUpAfter = 3;

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
  readonly #jobs = new EmbedderJobs();
  #state: EmbedderState = 'stopped';
  #port: EmbedderPort | null = null;
  #info: EmbedderInfo | null = null;
  /** What the process was started with. */
  #threads = 0;
  #timer: NodeJS.Timeout | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #timedOut = false;
  #failures: EmbedderFailure[] = [];
  #crashes = 0;
  #onStopped: (() => void)[] = [];
  #started: Starter[] = [];

  constructor(options: EmbedderHostOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
  }

  /** What the model's vectors are bound to, as it is now; asked without starting the process. Throws as `identifyModel`. */
  async identity(): Promise<ModelIdentity> {
    return identifyModel(this.#options.source, this.#options.kinds);
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
    const isOutdated = this.#state === 'ready' && this.#isOutdated();
    if (this.#info && !isOutdated && (this.#state === 'ready' || this.#state === 'busy')) return this.#info;
    const started = new Promise<EmbedderInfo>((resolve, reject) => {
      this.#started.push({ resolve, reject });
    });
    if (isOutdated) this.#restart();
    else await this.#startWhenStopped();
    return started;
  }

  /**
   * Vectors of `texts`. Several calls may be under way: they are answered in order. Throws the model's own error when it cannot
   * be loaded; EMBEDDER_CRASHED or EMBEDDER_TIMEOUT after three failures in a row (a later call tries again); EMBEDDER_BAD_OUTPUT
   * when the model's answer has the wrong shape; an AbortError when `signal` is aborted. Fewer `attempts` give up sooner.
   */
  async embed(texts: readonly string[], signal?: AbortSignal, attempts = givesUpAfter): Promise<EmbeddedBatch> {
    signal?.throwIfAborted();
    const { id, answer } = this.#jobs.add(texts, attempts);
    const onAbort = (): void => this.#cancel(id, signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (this.#state === 'ready' || this.#state === 'busy') this.#sendJobs();
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
    this.#beginStop();
    return stopped;
  }

  #beginStop(): void {
    this.#moveTo('stopping');
    if (this.#port) {
      this.#port.send({ type: 'stop' });
      this.#arm(this.#limits.stopMs);
    } else this.#finishStop();
  }

  #isOutdated(): boolean {
    return this.#threads !== this.#wantedThreads();
  }

  #wantedThreads(): number {
    return this.#options.threads?.() ?? 0;
  }

  /** Replaces a process that has no job by one with the threads that are wanted now; whoever waits is served by that one. */
  #restart(): void {
    this.#onStopped.push(() => {
      if (this.#state === 'stopped' && this.#isWanted()) this.#launch();
    });
    this.#beginStop();
  }

  #isWanted(): boolean {
    return !this.#jobs.isEmpty || this.#started.length > 0;
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
    this.#jobs.noteLost();
    this.#threads = this.#wantedThreads();
    const port = this.#options.spawn();
    this.#port = port;
    port.onReply((reply) => {
      if (this.#port === port) this.#receive(reply);
    });
    port.onExit((exit) => {
      if (this.#port === port) this.#ended(exit);
    });
    port.send({ type: 'load', source: this.#options.source, threads: this.#threads });
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
        this.#sendJobs();
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

  #answer(job: EmbedderJob, batch: EmbeddedBatch): void {
    const due = job.texts.length * (this.#info?.dimensions ?? 0);
    if (batch.vectors instanceof Float32Array && batch.vectors.length === due) {
      job.resolve({ vectors: batch.vectors, bad: batch.bad, tookMs: batch.tookMs });
    } else job.reject(badOutputError('shape'));
  }

  #settle(id: number, finish: (job: EmbedderJob) => void): void {
    const taken = this.#jobs.take(id);
    if (taken) finish(taken.job);
    this.#afterJob();
  }

  #afterJob(): void {
    if (this.#state !== 'busy') return;
    if (this.#jobs.areUnderWay) {
      this.#arm(this.#limits.batchMs);
      return;
    }
    this.#disarm();
    this.#moveTo('ready');
    this.#sendJobs();
  }

  /** Sends the jobs that wait; with another number of threads wanted they wait until what was sent is done, for a new process. */
  #sendJobs(): void {
    const waiting = this.#jobs.waiting();
    if (waiting.length === 0) return;
    if (this.#isOutdated()) {
      if (this.#state === 'ready') this.#restart();
      return;
    }
    if (this.#state === 'ready') {
      this.#moveTo('busy');
      this.#arm(this.#limits.batchMs);
    }
    for (const { id, texts } of waiting) {
      this.#jobs.noteSent(id);
      this.#port?.send({ type: 'embed', id, texts });
    }
  }

  #cancel(id: number, reason: unknown): void {
    const taken = this.#jobs.take(id);
    taken?.job.reject(reason);
    if (!taken?.wasSent) return;
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
    if (this.#failures.length >= this.#jobs.fewestAttempts(givesUpAfter)) {
      const error = finalError(this.#failures);
      this.#failures = [];
      this.#rejectAll(error);
    } else if (this.#isWanted()) this.#launch();
  }

  #finishStop(): void {
    this.#disarm();
    this.#moveTo('stopped');
    for (const resolve of this.#onStopped.splice(0)) resolve();
  }

  #rejectAll(reason: unknown): void {
    this.#jobs.rejectAll(reason);
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
    if (!mayFollow(this.#state, next)) throw new Error(`embedder: ${this.#state} cannot become ${next}`);
    this.#state = next;
    if (this.#idleTimer) clearTimeout(this.#idleTimer);
    this.#idleTimer = next === 'ready' ? setTimeout(() => void this.stop(), this.#limits.idleMs).unref() : null;
    this.#options.onStateChange?.(next);
  }
}
