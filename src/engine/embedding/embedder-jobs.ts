import type { EmbeddedBatch } from './embedder-messages.ts';

/** A batch that somebody waits for. */
export interface EmbedderJob {
  readonly id: number;
  readonly texts: readonly string[];
  /** Failures in a row after which it is given up. */
  readonly attempts: number;
  readonly resolve: (batch: EmbeddedBatch) => void;
  readonly reject: (reason: unknown) => void;
}

/** Batches without an answer, in the order in which they were asked for: those that the process has, and those that wait for it. */
export class EmbedderJobs {
  readonly #jobs = new Map<number, EmbedderJob>();
  readonly #sent = new Set<number>();
  #nextId = 1;

  add(texts: readonly string[], attempts: number): { readonly id: number; readonly answer: Promise<EmbeddedBatch> } {
    const id = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<EmbeddedBatch>();
    this.#jobs.set(id, { id, texts, attempts, resolve, reject });
    return { id, answer: promise };
  }

  get isEmpty(): boolean {
    return this.#jobs.size === 0;
  }

  /** Whether the process has any. */
  get areUnderWay(): boolean {
    return this.#sent.size > 0;
  }

  waiting(): readonly EmbedderJob[] {
    return [...this.#jobs.values()].filter(({ id }) => !this.#sent.has(id));
  }

  noteSent(id: number): void {
    this.#sent.add(id);
  }

  /** The process that had them is gone: all wait. */
  noteLost(): void {
    this.#sent.clear();
  }

  /** Removes one, and says whether the process had it; null where there is none of that id. */
  take(id: number): { readonly job: EmbedderJob; readonly wasSent: boolean } | null {
    const job = this.#jobs.get(id);
    if (!job) return null;
    this.#jobs.delete(id);
    return { job, wasSent: this.#sent.delete(id) };
  }

  rejectAll(reason: unknown): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    this.#sent.clear();
    for (const job of jobs) job.reject(reason);
  }

  /** Attempts of the least patient one; `most` without any. */
  fewestAttempts(most: number): number {
    return Math.min(most, ...[...this.#jobs.values()].map(({ attempts }) => attempts));
  }
}
