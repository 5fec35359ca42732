import type { Phase } from '../../shared/contract/indexing.ts';

/** Paths that may have changed, relative to the root; `everything` when that is not known. */
export type ChangedPaths = readonly string[] | 'everything';

/** What is still to be done for one index; survives pauses and failures, so that going on does only what is left. */
export class WorkLeft {
  #rebuild = false;
  #embedding = false;
  #retry = false;
  /** Null when nothing is to be read. */
  #reading: Set<string> | 'everything' | null = null;

  get isEmpty(): boolean {
    return !this.#rebuild && !this.#embedding && this.#reading === null;
  }

  /** Whether embedding is to be done after what is being read. */
  get hasEmbedding(): boolean {
    return this.#embedding;
  }

  add(phase: Phase): void {
    if (phase === 'embedding') this.#embedding = true;
    else this.addReading('everything');
  }

  addReading(paths: ChangedPaths): void {
    if (paths === 'everything' || this.#reading === 'everything') {
      this.#reading = 'everything';
      return;
    }
    this.#reading ??= new Set();
    for (const path of paths) this.#reading.add(path);
  }

  addRebuild(): void {
    this.#rebuild = true;
  }

  /** Files that failed are read again, with everything else that changed. */
  addRetry(): void {
    this.#retry = true;
    this.addReading('everything');
  }

  /** Whether failed files are to be read again; as `takeEmbedding`. */
  takeRetry(): boolean {
    const taken = this.#retry;
    this.#retry = false;
    return taken;
  }

  /** True when embedding is to be done; from here on the caller answers for it: what comes now is new work. */
  takeEmbedding(): boolean {
    const taken = this.#embedding;
    this.#embedding = false;
    return taken;
  }

  /** What is to be read, as `takeEmbedding`; null when nothing is. */
  takeReading(): ChangedPaths | null {
    const taken = this.#reading;
    this.#reading = null;
    return taken instanceof Set ? [...taken] : taken;
  }

  takeRebuild(): boolean {
    const rebuild = this.#rebuild;
    this.#rebuild = false;
    return rebuild;
  }

  clear(): void {
    this.#rebuild = false;
    this.#embedding = false;
    this.#retry = false;
    this.#reading = null;
  }
}
