import { readSmallFile } from '../files/small-file.ts';
import { IgnoreList } from './ignore-list.ts';

interface Level {
  /** Folder that the patterns start at, from the top of the rules, with `/` at its end, one character a byte; empty at the top. */
  readonly prefix: string;
  readonly list: IgnoreList;
}

export type IgnoreVerdict = 'ignored' | 'unignored' | 'none';

/** Bytes of an ignore file that are read: git's own limit is 100 MB, and no person writes as many rules. */
const mostBytes = 16 * 1024 * 1024;

/** Ignore files of several folders, innermost last. The innermost that says anything decides, as in git. */
export class IgnoreRules {
  readonly #levels: readonly Level[];
  readonly #ignoreCase: boolean;

  constructor(ignoreCase: boolean, levels: readonly Level[] = []) {
    this.#ignoreCase = ignoreCase;
    this.#levels = levels;
  }

  /**
   * These rules and those of one file more, which count from `prefix`. A missing or unreadable file adds nothing, nor does one
   * that is a link: a cloned repository could point it at anything (git does not follow it either).
   */
  withFile(file: string, prefix: string): IgnoreRules {
    const read = readSmallFile(file, { mostBytes });
    if (read.state !== 'read') return this;
    const list = new IgnoreList(read.bytes.toString('latin1'), this.#ignoreCase);
    if (list.isEmpty) return this;
    return new IgnoreRules(this.#ignoreCase, [...this.#levels, { prefix: toBytes(prefix), list }]);
  }

  get isEmpty(): boolean {
    return this.#levels.length === 0;
  }

  /**
   * What the rules say of a path itself, from their top; folders end in `/`. What lies in an ignored folder is ignored whatever they
   * say of it: whoever asks does not go into one.
   */
  verdict(path: string): IgnoreVerdict {
    if (this.#levels.length === 0) return 'none';
    const isFolder = path.endsWith('/');
    const whole = toBytes(isFolder ? path.slice(0, -1) : path);
    for (let i = this.#levels.length - 1; i >= 0; i -= 1) {
      const level = this.#levels[i];
      if (level === undefined || !whole.startsWith(level.prefix)) continue;
      const verdict = level.list.verdict(whole.slice(level.prefix.length), isFolder);
      if (verdict !== null) return verdict;
    }
    return 'none';
  }
}

/** One character for each byte of a path. */
const toBytes = (path: string): string =>
  /^[\0-\x7f]*$/.test(path) ? path : Buffer.from(path, 'utf8').toString('latin1');
