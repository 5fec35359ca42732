import { type IgnorePattern, matchesRest, parseIgnorePattern } from '../../ingest/ignore-pattern.ts';
import { toBytes } from '../objects/tree.ts';

/** What is said of an attribute: set, unset (`-text`), a value, or that it is to count as never mentioned (`!text`). */
export type AttributeState = true | false | string | null;

export interface AttributeLine {
  /** Null for the definition of a macro. */
  readonly pattern: AttributePattern | null;
  /** Name of the macro that is defined; null for a pattern's line. */
  readonly macro: string | null;
  readonly states: readonly (readonly [name: string, state: AttributeState])[];
}

/** A pattern as in an ignore file; one for folders alone, which end in a slash, matches nothing that has attributes. */
export class AttributePattern {
  readonly #pattern: IgnorePattern | null;
  readonly #ignoreCase: boolean;

  constructor(text: string, ignoreCase: boolean) {
    this.#pattern = parseIgnorePattern(toBytes(text), ignoreCase);
    this.#ignoreCase = ignoreCase;
  }

  /** Whether it stands for a file, whose path starts at the folder of the pattern's file. */
  matches(path: string): boolean {
    const pattern = this.#pattern;
    if (pattern === null || pattern.folderOnly) return false;
    const bytes = toBytes(path);
    const whole = this.#ignoreCase ? bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : bytes;
    return matchesRest(pattern, pattern.anchored ? whole : whole.slice(whole.lastIndexOf('/') + 1));
  }
}

/** git's own bound. */
const lineAtMost = 2048;

/**
 * The lines of an attributes file in order. Format: gitattributes(5). Lines that git refuses (patterns that start with `!`, macros where
 * they may not be defined, names that are none) are passed over, as git does.
 */
export function parseAttributes(
  text: string,
  options: { readonly ignoreCase: boolean; readonly macros: boolean },
): AttributeLine[] {
  const lines: AttributeLine[] = [];
  for (const raw of text.replace(/^\ufeff/, '').split('\n')) {
    if (raw.length >= lineAtMost) continue;
    const line = parseLine(raw.replace(/^[ \t\r]+/, ''), options);
    if (line !== null) lines.push(line);
  }
  return lines;
}

const macroKey = '[attr]';

function parseLine(line: string, options: { ignoreCase: boolean; macros: boolean }): AttributeLine | null {
  if (line === '' || line.startsWith('#')) return null;
  const { name, rest } = firstWord(line);
  const states = rest.split(/[ \t\r]+/).flatMap((word) => parseState(word));
  if (name.startsWith(macroKey) && name.length > macroKey.length) {
    const macro = name.slice(macroKey.length);
    return options.macros && isName(macro) ? { pattern: null, macro, states } : null;
  }
  if (name === macroKey || name.startsWith('!')) return null;
  return { pattern: new AttributePattern(name, options.ignoreCase), macro: null, states };
}

/** A pattern may be quoted like a C string, to hold blanks. */
function firstWord(line: string): { name: string; rest: string } {
  const quoted = /^"((?:[^"\\]|\\.)*)"(.*)$/.exec(line);
  if (quoted) return { name: unquote(quoted[1] ?? ''), rest: quoted[2] ?? '' };
  const [name = ''] = line.split(/[ \t\r]/, 1);
  return { name, rest: line.slice(name.length) };
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const unquote = (text: string): string =>
  Buffer.from(
    Buffer.from(text, 'utf8')
      .toString('latin1')
      .replace(/\\([0-3][0-7]{2}|.)/gs, (_, code: string) =>
        code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
      ),
    'latin1',
  ).toString('utf8');

function parseState(word: string): [string, AttributeState][] {
  if (word === '') return [];
  const sign = /^[-!]/.exec(word)?.[0] ?? '';
  const body = word.slice(sign.length);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  if (!isName(name)) return [];
  if (sign === '-') return [[name, false]];
  if (sign === '!') return [[name, null]];
  return [[name, equals < 0 ? true : body.slice(equals + 1)]];
}

const isName = (name: string): boolean => /^[A-Za-z0-9_.][-A-Za-z0-9_.]*$/.test(name) && !name.startsWith('builtin_');
