import { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.ts';
import { WildPatterns } from './ignore-wild.ts';

/** Which pattern comes last, for all entries and for folders only: higher numbers win. */
interface Last {
  any: number;
  folder: number;
}

/**
 * The patterns of one ignore file. The last one that matches decides, so patterns without wildcards and `*.suffix` are looked up,
 * and only the others are tried, those that come later first: tens of thousands of patterns cost a name little.
 */
export class IgnoreList {
  readonly #ignoreCase: boolean;
  readonly #negated: boolean[] = [];
  readonly #names = new Map<string, Last>();
  readonly #paths = new Map<string, Last>();
  readonly #suffixes = new Map<string, Last>();
  #suffixLengths: readonly number[] = [];
  readonly #wildNames = new WildPatterns();
  readonly #wildPaths = new WildPatterns();

  /** `bytes` of the file, one character a byte. */
  constructor(bytes: string, ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    const text = bytes.startsWith('\u00ef\u00bb\u00bf') ? bytes.slice(3) : bytes;
    for (const line of text.split('\n')) {
      const [ended = ''] = (line.endsWith('\r') ? line.slice(0, -1) : line).split('\0', 1);
      const pattern = parseIgnorePattern(ended, ignoreCase);
      if (pattern !== null) this.#add(pattern);
    }
    this.#suffixLengths = [...new Set([...this.#suffixes.keys()].map((suffix) => suffix.length))];
  }

  get isEmpty(): boolean {
    return this.#negated.length === 0;
  }

  /** What it says of a path from the file's folder, one character a byte; null when nothing. */
  verdict(path: string, isFolder: boolean): 'ignored' | 'unignored' | null {
    const whole = this.#ignoreCase ? path.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : path;
    const name = whole.slice(whole.lastIndexOf('/') + 1);
    let best = Math.max(later(this.#names.get(name), isFolder), later(this.#paths.get(whole), isFolder));
    for (const length of this.#suffixLengths) {
      if (length > name.length) continue;
      best = Math.max(best, later(this.#suffixes.get(name.slice(name.length - length)), isFolder));
    }
    best = this.#wildNames.lastOf(name, { isFolder, best });
    best = this.#wildPaths.lastOf(whole, { isFolder, best });
    if (best < 0) return null;
    return this.#negated[best] === true ? 'unignored' : 'ignored';
  }

  #add(pattern: IgnorePattern): void {
    const number = this.#negated.push(pattern.negated) - 1;
    const { anchored, literal, rest, suffix } = pattern;
    if (rest === null) note(anchored ? this.#paths : this.#names, literal, { number, pattern });
    else if (suffix !== null) note(this.#suffixes, suffix, { number, pattern });
    else (anchored ? this.#wildPaths : this.#wildNames).add(number, pattern);
  }
}

function note(
  map: Map<string, Last>,
  key: string,
  { number, pattern }: { number: number; pattern: IgnorePattern },
): void {
  const before = map.get(key) ?? { any: -1, folder: -1 };
  if (pattern.folderOnly) before.folder = number;
  else before.any = number;
  map.set(key, before);
}

const later = (last: Last | undefined, isFolder: boolean): number =>
  last === undefined ? -1 : isFolder ? Math.max(last.any, last.folder) : last.any;
