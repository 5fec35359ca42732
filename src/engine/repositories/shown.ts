/** Counts who shows each root, and tells when one has been out of sight for a while. */
export class Shown {
  readonly #keptMs: number;
  readonly #onRest: (repositoryId: string) => Promise<void>;
  readonly #viewers = new Map<string, number>();
  readonly #leaving = new Map<string, NodeJS.Timeout>();
  #ended = false;

  constructor(keptMs: number, onRest: (repositoryId: string) => Promise<void>) {
    this.#keptMs = keptMs;
    this.#onRest = onRest;
  }

  has(repositoryId: string): boolean {
    return this.#viewers.has(repositoryId);
  }

  /** Runs `begin` and counts one viewer until `signal` aborts. Throws what `begin` throws, and counts it no longer. */
  async whileShown(repositoryId: string, signal: AbortSignal, begin: () => Promise<void>): Promise<void> {
    clearTimeout(this.#leaving.get(repositoryId));
    this.#leaving.delete(repositoryId);
    this.#viewers.set(repositoryId, (this.#viewers.get(repositoryId) ?? 0) + 1);
    try {
      await begin();
      await aborted(signal);
    } finally {
      this.#leave(repositoryId);
    }
  }

  /** Tells of nothing any more. */
  end(): void {
    this.#ended = true;
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
  }

  #leave(repositoryId: string): void {
    const others = (this.#viewers.get(repositoryId) ?? 1) - 1;
    if (others > 0) {
      this.#viewers.set(repositoryId, others);
      return;
    }
    this.#viewers.delete(repositoryId);
    if (this.#ended) return;
    const timer = setTimeout(() => {
      this.#leaving.delete(repositoryId);
      // What could not be closed in good order stays as it is until Whence ends.
      this.#onRest(repositoryId).catch(() => undefined);
    }, this.#keptMs).unref();
    this.#leaving.set(repositoryId, timer);
  }
}

const aborted = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
