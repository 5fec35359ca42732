import { classAt } from './ignore-class.ts';

/**
 * One pattern of an ignore file, as git reads and matches it (gitignore(5), and the behaviour of `git check-ignore`): by bytes.
 * Patterns and paths are strings of one character per byte ("latin1"), so that `?` is one byte of a name.
 */
export interface IgnorePattern {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  /** It has a slash: it stands for paths from its file's folder on. Else for names anywhere below. */
  readonly anchored: boolean;
  /** What comes before the first wildcard; the whole of it where there is none. In lower case when case is ignored. */
  readonly literal: string;
  /** What comes after it, or null for a pattern without wildcards. */
  readonly rest: readonly Token[] | null;
  /** Where the rest is one star and then no wildcard: that end. */
  readonly suffix: string | null;
}

/** A byte, a set of bytes, or a kind of wildcard. `dirs` is `**` with its slash: any folders or none; `rest` is `**` elsewhere. */
export type Token = number | Uint8Array | 'any' | 'star' | 'dirs' | 'rest';

/** Longer ones (bytes) are no patterns that a person wrote, and are passed over. */
const longest = 4096;

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** `line` without its line end. Null for what is no pattern: empty, a comment, too long. */
export function parseIgnorePattern(line: string, ignoreCase: boolean): IgnorePattern | null {
  if (line.startsWith('#')) return null;
  const text = withoutTrailingSpaces(line);
  if (text.length > longest) return null;
  const negated = text.startsWith('!');
  const from = negated ? 1 : 0;
  const folderOnly = text.length > from && text.endsWith('/');
  const body = text.slice(from, folderOnly ? -1 : undefined);
  const anchored = body.includes('/');
  const pattern = body.startsWith('/') ? body.slice(1) : body;
  if (pattern === '') return null;
  const wildcard = pattern.search(/[*?[\\]/);
  const literal = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
  const rest = wildcard < 0 ? null : tokensOf(pattern.slice(wildcard), { ignoreCase, anchored });
  if (wildcard >= 0 && rest === null) return null;
  const isSuffix = !anchored && /^\*[^*?[\\]*$/.test(pattern);
  return {
    negated,
    folderOnly,
    anchored,
    literal: ignoreCase ? lower(literal) : literal,
    rest,
    suffix: isSuffix ? (ignoreCase ? lower(pattern) : pattern).slice(1) : null,
  };
}

/** Whether the part of `name` after `literal` (in lower case when case is ignored) is what `rest` stands for. */
export function matchesRest({ rest, literal, anchored }: IgnorePattern, name: string): boolean {
  if (!name.startsWith(literal)) return false;
  return rest === null ? name.length === literal.length : matches(rest, name, { from: literal.length, anchored });
}

/** Spaces at the end that no backslash stands before; tabs stay. One pass: the line may be a megabyte of them. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end -= 1;
  if (end === line.length) return line;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === '\\') backslashes += 1;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** Null for a pattern that matches nothing, as with a class that does not end. */
function tokensOf(pattern: string, options: { ignoreCase: boolean; anchored: boolean }): Token[] | null {
  const { ignoreCase, anchored } = options;
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at];
    if (char === '*') {
      let end = at + 1;
      while (pattern[end] === '*') end += 1;
      const after = pattern[end];
      const isWhole = end - at > 1 && (at === 0 || pattern[at - 1] === '/');
      const isWide = anchored && isWhole && (after === undefined || after === '/' || pattern.startsWith('\\/', end));
      tokens.push(!isWide ? 'star' : after === '/' ? 'dirs' : 'rest');
      at = isWide && after === '/' ? end + 1 : end;
    } else if (char === '[') {
      const found = classAt(pattern, at, ignoreCase);
      if (found === null) return null;
      tokens.push(found.members);
      at = found.end;
    } else if (char === '?') {
      tokens.push('any');
      at += 1;
    } else if (char === '\\') {
      if (at + 1 >= pattern.length) return null;
      // As in git, an escaped capital stays one, and matches nothing where names are compared in lower case.
      tokens.push(pattern.charCodeAt(at + 1));
      at += 2;
    } else {
      tokens.push((ignoreCase ? lower(pattern.charAt(at)) : pattern).charCodeAt(ignoreCase ? 0 : at));
      at += 1;
    }
  }
  return tokens;
}

const slash = 0x2f;

/**
 * Whether all of `name` from a place on is what the tokens stand for. A star takes as little as it can; when what follows does not
 * match, only the last star and the last `**` take more, which is enough: what an earlier one could take, the later one can too.
 */
function matches(tokens: readonly Token[], name: string, options: { from: number; anchored: boolean }): boolean {
  const { from, anchored } = options;
  let token = 0;
  let at = from;
  let star = { token: -1, at: 0 };
  let wide = { token: -1, at: 0, isDirs: false };
  for (;;) {
    const now = tokens[token];
    if (now === 'star') {
      token += 1;
      star = { token, at };
      if (token === tokens.length && !(anchored && name.includes('/', at))) return true;
    } else if (now === 'dirs' || now === 'rest') {
      token += 1;
      if (token === tokens.length && now === 'rest') return true;
      wide = { token, at, isDirs: now === 'dirs' };
      star = { token: -1, at: 0 };
    } else if (now !== undefined && at < name.length && matchesOne(now, name.charCodeAt(at), anchored)) {
      token += 1;
      at += 1;
    } else if (now === undefined && at === name.length) {
      return true;
    } else if (star.token >= 0 && star.at < name.length && !(anchored && name.charCodeAt(star.at) === slash)) {
      star.at += 1;
      ({ token, at } = star);
    } else {
      const next = wide.token < 0 ? -1 : nextWide(wide, name);
      if (next < 0) return false;
      wide.at = next;
      star = { token: -1, at: 0 };
      ({ token, at } = wide);
    }
  }
}

/** The next place at which what follows `**` may begin; -1 when there is none. */
function nextWide(wide: { readonly at: number; readonly isDirs: boolean }, name: string): number {
  if (!wide.isDirs) return wide.at < name.length ? wide.at + 1 : -1;
  const end = name.indexOf('/', wide.at);
  return end < 0 ? -1 : end + 1;
}

function matchesOne(token: Token, byte: number, anchored: boolean): boolean {
  if (typeof token === 'number') return token === byte;
  if (anchored && byte === slash) return false;
  return token === 'any' || (typeof token === 'object' && token[byte] === 1);
}
