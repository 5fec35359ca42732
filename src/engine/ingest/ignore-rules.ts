import ignore, { type Ignore } from 'ignore';
import { readSmallText } from '../files/small-file.ts';
import { isWild, WildPattern } from './wild-pattern.ts';

interface Matcher {
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

interface Level {
  /** Folder that the patterns start at, from the top of the rules, with `/` at its end; empty at the top. */
  readonly prefix: string;
  readonly matcher: Matcher;
}

export type IgnoreVerdict = 'ignored' | 'unignored' | 'none';

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
    const text = readSmallText(file, { mostBytes });
    if (text === null) return this;
    const levels = compile(text, this.#ignoreCase).map((matcher) => ({ prefix, matcher }));
    return levels.length === 0 ? this : new IgnoreRules(this.#ignoreCase, [...this.#levels, ...levels]);
  }

  get isEmpty(): boolean {
    return this.#levels.length === 0;
  }

  /** What the rules say of a path from their top; folders end in `/`. Its parents must not be ignored themselves. */
  verdict(path: string): IgnoreVerdict {
    for (let i = this.#levels.length - 1; i >= 0; i -= 1) {
      const level = this.#levels[i];
      if (level === undefined || !path.startsWith(level.prefix)) continue;
      const result = level.matcher.test(path.slice(level.prefix.length));
      if (result.ignored) return 'ignored';
      if (result.unignored) return 'unignored';
    }
    return 'none';
  }
}

/** No person writes as many rules. */
const mostBytes = 1024 * 1024;

/** Patterns of one file, in order: the last one that says anything decides, so that each run of them is a matcher of its own. */
function compile(text: string, ignoreCase: boolean): Matcher[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const matchers: Matcher[] = [];
  let run: string[] = [];
  for (const line of lines) {
    if (!isWild(line)) {
      run.push(line);
      continue;
    }
    if (run.length > 0) matchers.push(compilePlain(run, ignoreCase));
    run = [];
    matchers.push(compileWild(line, ignoreCase));
  }
  if (run.length > 0) matchers.push(compilePlain(run, ignoreCase));
  return matchers;
}

/** Patterns that make no regular expression are passed over, as git does. */
function compilePlain(lines: readonly string[], ignoreCase: boolean): Ignore {
  const make = (): Ignore => ignore({ ignorecase: ignoreCase, allowRelativePaths: true });
  const all = make().add(lines);
  if (compiles(all)) return all;
  return make().add(lines.filter((line) => compiles(make().add([line]))));
}

/** What lies in an ignored folder is ignored with it; taken back is only what a pattern names itself. */
function compileWild(line: string, ignoreCase: boolean): Matcher {
  const pattern = new WildPattern(line, ignoreCase);
  return {
    test: (path) => {
      const isNamed = pattern.matches(path);
      if (pattern.negated) return { ignored: false, unignored: isNamed };
      return { ignored: isNamed || foldersOf(path).some((folder) => pattern.matches(folder)), unignored: false };
    },
  };
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0 && slash < path.length - 1; slash = path.indexOf('/', slash + 1)) {
    folders.push(path.slice(0, slash + 1));
  }
  return folders;
}

function compiles(matcher: Ignore): boolean {
  try {
    matcher.test('x/y');
    return true;
  } catch {
    return false;
  }
}
