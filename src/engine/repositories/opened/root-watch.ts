import { existsSync } from 'node:fs';
import { toErrorShape } from '../../../shared/errors.ts';
import { type RootChange, type RootWatcher, watchRoot } from '../../watch/index.ts';

export interface RootWatchOptions {
  /** Absolute path. */
  readonly root: string;
  /** Folders in which changes are none of the root's. */
  readonly except: readonly string[];
  /** False where nobody could do anything about a change. */
  readonly isWorthIt: () => boolean;
  readonly onChange: (change: RootChange) => void;
  /** Watching has begun: what changed before it is unknown. */
  readonly onBegun: () => void;
  /** Why the root can't be watched, in a sentence. */
  readonly onFailure: (message: string) => void;
}

/** Watches one root, from when it is asked to until it is asked to stop. */
export class RootWatch {
  readonly #options: RootWatchOptions;
  #watcher: Promise<RootWatcher> | null = null;
  #closed = false;

  constructor(options: RootWatchOptions) {
    this.#options = options;
  }

  /** Does nothing where the root is watched already. A root that can't be watched says so. */
  async start(): Promise<void> {
    const { root, except, isWorthIt, onChange, onBegun } = this.#options;
    if (this.#watcher || this.#closed || !isWorthIt() || !existsSync(root)) return;
    this.#watcher = watchRoot({ root, except, onChange, onFailure: (error) => this.#fail(error.message) });
    try {
      await this.#watcher;
      onBegun();
    } catch (thrown) {
      this.#fail(toErrorShape(thrown).message);
    }
  }

  async stop(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = null;
    await (await watcher?.catch(() => null))?.close();
  }

  /** Stops for good. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
  }

  #fail(message: string): void {
    this.#watcher = null;
    this.#options.onFailure(message);
  }
}
