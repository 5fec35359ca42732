import type { EmbeddingGate } from '../../src/engine/indexing/index.ts';

/** Holds embedding from the moment a condition is met until it is released. */
export class HoldingGate implements EmbeddingGate {
  readonly #listeners = new Set<() => void>();
  #isMet: (() => boolean) | null = null;

  holdOnce(isMet: () => boolean): void {
    this.#isMet = isMet;
  }

  release(): void {
    this.#isMet = null;
    for (const listener of this.#listeners) listener();
  }

  blockedBy(): string | null {
    return this.#isMet?.() === true ? 'held' : null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
