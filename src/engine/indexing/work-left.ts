import type { Phase } from '../../shared/contract/indexing.ts';

/** What is still to be done for one index; survives pauses and failures, so that going on does only what is left. */
export class WorkLeft {
  #rebuild = false;
  readonly #phases = new Set<Phase>();

  get isEmpty(): boolean {
    return !this.#rebuild && this.#phases.size === 0;
  }

  add(...phases: readonly Phase[]): void {
    for (const phase of phases) this.#phases.add(phase);
  }

  addRebuild(): void {
    this.#rebuild = true;
  }

  /** True when the phase is to be run; from here on the caller answers for it: what comes now is new work. */
  take(phase: Phase): boolean {
    return this.#phases.delete(phase);
  }

  takeRebuild(): boolean {
    const rebuild = this.#rebuild;
    this.#rebuild = false;
    return rebuild;
  }

  clear(): void {
    this.#rebuild = false;
    this.#phases.clear();
  }
}
