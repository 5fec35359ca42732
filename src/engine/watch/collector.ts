/** What changed in a root. */
export interface RootChange {
  /** Relative to the root, with `/`; `everything` when single paths would not tell the whole (ignore rules, branches, lost events). */
  readonly paths: readonly string[] | 'everything';
  /** HEAD, the index or a ref changed: branch, blame and history may be others now. */
  readonly git: boolean;
}

export interface CollectorOptions {
  /** ms without a further change before it is told. */
  readonly quietMs: number;
  /** ms after the first change at which it is told in any case. */
  readonly patienceMs: number;
  readonly tell: (change: RootChange) => void;
}

/** More paths than this are looked at faster by looking at everything. */
const pathLimit = 2000;

/** Gathers changes until they pause, so that a checkout of a thousand files is one change. Idle, it holds no timer. */
export class ChangeCollector {
  readonly #options: CollectorOptions;
  readonly #paths = new Set<string>();
  #everything = false;
  #git = false;
  #timer: NodeJS.Timeout | null = null;
  #since = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  add(change: { paths?: readonly string[]; everything?: boolean; git?: boolean }): void {
    for (const path of change.paths ?? []) this.#paths.add(path);
    this.#everything ||= change.everything === true || this.#paths.size > pathLimit;
    this.#git ||= change.git === true;
    if (this.#paths.size > 0 || this.#everything || this.#git) this.#wait();
  }

  /** Forgets what is gathered. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#paths.clear();
    this.#everything = false;
    this.#git = false;
  }

  #wait(): void {
    const now = performance.now();
    if (this.#timer === null) this.#since = now;
    else clearTimeout(this.#timer);
    const left = this.#options.patienceMs - (now - this.#since);
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, Math.min(this.#options.quietMs, left)));
  }

  #tell(): void {
    const change: RootChange = { paths: this.#everything ? 'everything' : [...this.#paths].sort(), git: this.#git };
    this.stop();
    this.#options.tell(change);
  }
}
