import { type IgnorePattern, matchesRest, type Token } from './ignore-pattern.ts';

interface Wild {
  readonly number: number;
  readonly pattern: IgnorePattern;
  /** The longest text without wildcards that a name must hold: looked for first, which is much quicker than matching. */
  readonly needle: string;
}

/** From so many patterns on, those whose texts a name holds are looked up instead of trying all. */
const worthLookup = 64;
/** Bytes of a pattern's text that it is looked up by. */
const keyLength = 4;

/** Patterns with wildcards of one ignore file, tried latest first. */
export class WildPatterns {
  /** In the order in which they were added. */
  readonly #all: Wild[] = [];
  /** By the last bytes of their texts, at most `keyLength`; null until it is needed. */
  #byKey: Map<string, Wild[]> | null = null;
  #keyLengths: readonly number[] = [];

  /** `number` grows with each one. */
  add(number: number, pattern: IgnorePattern): void {
    this.#all.push({ number, pattern, needle: longestText(pattern) });
  }

  /** The number of the last pattern that matches, or `best` when none that is later does. */
  lastOf(subject: string, at: { readonly isFolder: boolean; readonly best: number }): number {
    if (this.#all.length < worthLookup) return lastIn(this.#all, subject, at);
    this.#byKey ??= this.#index();
    let { best } = at;
    for (const length of this.#keyLengths) {
      for (let start = 0; start + length <= subject.length; start += 1) {
        const found = this.#byKey.get(subject.slice(start, start + length));
        if (found !== undefined) best = lastIn(found, subject, { isFolder: at.isFolder, best });
        if (length === 0) break;
      }
    }
    return best;
  }

  #index(): Map<string, Wild[]> {
    const byKey = new Map<string, Wild[]>();
    for (const wild of this.#all) {
      const key = wild.needle.slice(-keyLength);
      const bucket = byKey.get(key);
      if (bucket) bucket.push(wild);
      else byKey.set(key, [wild]);
    }
    this.#keyLengths = [...new Set([...byKey.keys()].map((key) => key.length))];
    return byKey;
  }
}

function lastIn(wild: readonly Wild[], subject: string, at: { isFolder: boolean; best: number }): number {
  for (let i = wild.length - 1; i >= 0; i -= 1) {
    const each = wild[i];
    if (each === undefined || each.number < at.best) return at.best;
    if ((each.pattern.folderOnly && !at.isFolder) || !subject.includes(each.needle)) continue;
    if (matchesRest(each.pattern, subject)) return each.number;
  }
  return at.best;
}

function longestText({ literal, rest }: IgnorePattern): string {
  let longest = literal;
  let now = '';
  for (const token of rest ?? []) {
    now = textOf(token, now);
    if (now.length > longest.length) longest = now;
  }
  return longest;
}

const textOf = (token: Token, before: string): string =>
  typeof token === 'number' ? before + String.fromCharCode(token) : '';
