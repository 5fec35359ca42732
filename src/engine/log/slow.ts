/** Milliseconds after a line about a name in which further ones are only counted, so that a slow disk does not fill the log. */
const quietMs = 60_000;

interface Noted {
  /** When the last line was written. */
  at: number;
  longest: number;
  times: number;
}

/** Writes down what was slow, by name: the first time at once, then at most once a minute with how often and the longest. */
export class SlowNotes {
  readonly #write: (name: string, noted: { readonly tookMs: number; readonly times: number }) => void;
  readonly #now: () => number;
  readonly #noted = new Map<string, Noted>();

  constructor(
    write: (name: string, noted: { readonly tookMs: number; readonly times: number }) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#write = write;
    this.#now = now;
  }

  note(name: string, tookMs: number): void {
    const noted = this.#noted.get(name) ?? { at: -Infinity, longest: 0, times: 0 };
    this.#noted.set(name, noted);
    noted.longest = Math.max(noted.longest, tookMs);
    noted.times += 1;
    const now = this.#now();
    if (now - noted.at < quietMs) return;
    this.#write(name, { tookMs: Math.round(noted.longest), times: noted.times });
    Object.assign(noted, { at: now, longest: 0, times: 0 });
  }
}
