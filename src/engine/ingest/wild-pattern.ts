import ignore from 'ignore';

/** One step of a pattern. `dirs` is `**` before a slash: any folders or none; `rest` is `**` at the end: whatever comes. */
type Token =
  | { readonly kind: 'star' | 'dirs' | 'rest' | 'any' }
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'class'; readonly matches: (char: string) => boolean };

/** Longer ones are no patterns that a person wrote. */
const longest = 1000;

/** From this many runs of stars on, a regular expression may try as many ways as the name is long, to the power of that. */
const manyStars = 3;

/** Whether a line of an ignore file is left to `WildPattern`. */
export const isWild = (line: string): boolean => (line.match(/\*+/g)?.length ?? 0) >= manyStars;

/**
 * One pattern of an ignore file with many stars, matched in time that grows with pattern times path at most: a cloned repository
 * can hold patterns on which regular expressions take for ever.
 */
export class WildPattern {
  readonly negated: boolean;
  readonly #folderOnly: boolean;
  /** It holds a slash: it stands for paths from its file's folder, not for names anywhere below. */
  readonly #anchored: boolean;
  /** Null when it matches nothing. */
  readonly #tokens: readonly Token[] | null;
  readonly #ignoreCase: boolean;

  constructor(line: string, ignoreCase: boolean) {
    const text = line.replace(/(?<!\\)((?:\\\\)*) +$/, '$1');
    this.negated = text.startsWith('!');
    this.#ignoreCase = ignoreCase;
    const body = this.negated ? text.slice(1) : text;
    this.#folderOnly = body.endsWith('/');
    const pattern = this.#folderOnly ? body.slice(0, -1) : body;
    this.#anchored = pattern.includes('/');
    const fromTop = pattern.replace(/^\//, '');
    this.#tokens = line.length > longest ? null : tokensOf(ignoreCase ? fromTop.toLowerCase() : fromTop, ignoreCase);
  }

  /** Whether it names this path; folders end in `/`. */
  matches(path: string): boolean {
    const isFolder = path.endsWith('/');
    if (this.#tokens === null || (this.#folderOnly && !isFolder)) return false;
    const whole = isFolder ? path.slice(0, -1) : path;
    const subject = this.#anchored ? whole : whole.slice(whole.lastIndexOf('/') + 1);
    return run(this.#tokens, this.#ignoreCase ? subject.toLowerCase() : subject);
  }
}

function tokensOf(pattern: string, ignoreCase: boolean): Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at] ?? '';
    if (char === '*') {
      const end = at + (/^\*+/.exec(pattern.slice(at))?.[0].length ?? 1);
      const isWhole = end - at > 1 && (at === 0 || pattern[at - 1] === '/');
      const isDirs = isWhole && pattern[end] === '/';
      if (isDirs) tokens.push({ kind: 'dirs' });
      else tokens.push({ kind: isWhole && end === pattern.length && at > 0 ? 'rest' : 'star' });
      at = isDirs ? end + 1 : end;
    } else if (char === '[') {
      const end = endOfClass(pattern, at);
      if (end === null) return null;
      tokens.push({ kind: 'class', matches: classOf(pattern.slice(at, end), ignoreCase) });
      at = end;
    } else if (char === '?') {
      tokens.push({ kind: 'any' });
      at += 1;
    } else {
      const isEscape = char === '\\';
      if (isEscape && at + 1 >= pattern.length) return null;
      tokens.push({ kind: 'char', char: isEscape ? (pattern[at + 1] ?? '') : char });
      at += isEscape ? 2 : 1;
    }
  }
  return tokens;
}

/** Behind the bracket that ends the class; null when none does. The first member may be a bracket itself. */
function endOfClass(pattern: string, start: number): number | null {
  let at = start + 1;
  if (pattern[at] === '!' || pattern[at] === '^') at += 1;
  for (let isFirst = true; at < pattern.length; isFirst = false) {
    if (pattern[at] === ']' && !isFirst) return at + 1;
    const named = pattern.startsWith('[:', at) ? pattern.indexOf(':]', at + 2) : -1;
    if (named > 0) at = named + 2;
    else at += pattern[at] === '\\' ? 2 : 1;
  }
  return null;
}

/** What a class holds is told by the library that matches all other patterns: one character is no risk. */
function classOf(text: string, ignoreCase: boolean): (char: string) => boolean {
  const matcher = ignore({ ignorecase: ignoreCase, allowRelativePaths: true }).add(`/x${text}`);
  const known = new Map<string, boolean>();
  return (char) => {
    const before = known.get(char);
    if (before !== undefined) return before;
    const matches = char !== '/' && matcher.ignores(`x${char}`);
    known.set(char, matches);
    return matches;
  };
}

/** All ways through the pattern at once, character by character. */
function run(tokens: readonly Token[], subject: string): boolean {
  let now = new Uint8Array(tokens.length + 1);
  enter(tokens, now, 0);
  for (const char of subject) {
    const next = new Uint8Array(tokens.length + 1);
    for (const [i, token] of tokens.entries()) if (now[i] === 1) step(tokens, { token, i, char, next });
    now = next;
  }
  return now[tokens.length] === 1;
}

/** Comes to a token, and behind it where it may stand for nothing. */
function enter(tokens: readonly Token[], states: Uint8Array, from: number): void {
  for (let i = from; ; i += 1) {
    states[i] = 1;
    const kind = tokens[i]?.kind;
    if (kind !== 'star' && kind !== 'dirs') return;
  }
}

function step(tokens: readonly Token[], at: { token: Token; i: number; char: string; next: Uint8Array }): void {
  const { token, i, char, next } = at;
  switch (token.kind) {
    case 'star':
      if (char !== '/') enter(tokens, next, i);
      return;
    case 'dirs':
      next[i] = 1;
      if (char === '/') enter(tokens, next, i + 1);
      return;
    case 'rest':
      next[i] = 1;
      enter(tokens, next, i + 1);
      return;
    case 'any':
      if (char !== '/') enter(tokens, next, i + 1);
      return;
    case 'char':
      if (char === token.char) enter(tokens, next, i + 1);
      return;
    case 'class':
      if (token.matches(char)) enter(tokens, next, i + 1);
      return;
  }
}
