import picomatch from 'picomatch';
import type { QueryProblem } from '../../../shared/contract/search.ts';
import { type ChunkKind, chunkKinds } from '../../../shared/chunk-kind.ts';
import {
  definitionOf,
  type FilterName,
  type FilterToken,
  type PhraseToken,
  type RegexToken,
} from '../../../shared/query/index.ts';
import { parseDate } from './dates.ts';
import { languageLike } from './languages.ts';

/** A demand on a hit. `negated` turns it round. */
export type Condition = { readonly negated: boolean } &
  /** `raw` is the text as written, where an escape stands for itself. */
  (
    | { readonly type: 'phrase'; readonly text: string; readonly raw: string }
    | { readonly type: 'regex'; readonly pattern: RegExp }
    | { readonly type: 'lang'; readonly language: string }
    /** Of the whole path, or (`file`) of the file name. */
    | { readonly type: 'path' | 'file'; readonly value: string; readonly matches: (path: string) => boolean }
    | ({ readonly type: 'symbol'; readonly name: string } & SymbolMatcher)
    | { readonly type: 'kind'; readonly kind: ChunkKind }
    | { readonly type: 'author'; readonly author: string }
    /** Seconds since the epoch. */
    | { readonly type: 'after' | 'before'; readonly time: number }
    | { readonly type: 'commit'; readonly prefix: string }
  );

/** A demand on a name that is defined, perhaps within others: `Store.open`. */
export interface SymbolMatcher {
  readonly matches: (name: string) => boolean;
  /** For each of the qualifiers: whether a name around fits. Every one needs some name that does. */
  readonly around: readonly ((name: string) => boolean)[];
}

/** What values are checked against. */
export interface ConditionContext {
  /** Id of a language by id, label, alias or extension; null for none. Without it any value is taken as an id. */
  readonly resolveLanguage?: (name: string) => string | null;
  /** The languages that there are, in words: for who asked for another. */
  readonly describeLanguages?: () => string;
  /** Milliseconds since the epoch; the present by default. */
  readonly now?: number;
}

const kindAliases: Readonly<Record<string, ChunkKind>> = {
  func: 'function',
  fn: 'function',
  def: 'function',
  struct: 'class',
  trait: 'interface',
  protocol: 'interface',
  const: 'constant',
  variable: 'constant',
  heading: 'section',
  namespace: 'module',
};

/** The condition that a token states; null, with the problem noted, when its value makes no sense. */
export function conditionOf(
  token: PhraseToken | RegexToken | FilterToken,
  context: ConditionContext,
  problems: QueryProblem[],
): Condition | null {
  const { negated, start, end } = token;
  const refuse = (message: string, from = start): null => {
    problems.push({ start: from, end, message });
    return null;
  };
  if (token.type === 'phrase') {
    if (token.text.trim() === '') return refuse('There is nothing between these quotes (“”).');
    return { type: 'phrase', text: token.text, raw: token.raw, negated };
  }
  if (token.type === 'regex') {
    try {
      const flags = [...new Set(`${token.flags}m`)].filter((flag) => flag !== 'g').join('');
      return { type: 'regex', pattern: new RegExp(token.source, flags), negated };
    } catch (error) {
      // The message repeats the expression, which stands in the query.
      const why = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /su, '') : '';
      return refuse(`The regular expression /${token.source}/ can't be read (${why}): it was left out.`);
    }
  }
  const value = token.value.trim();
  if (value === '') return refuse(`“${token.name}:” needs a value.`);
  if (negated && !definitionOf(token.name).negatable) return refuse(`“${token.name}:” can't be turned round with “-”.`);
  const read = readers[token.name](value, { context, refuse: (message) => refuse(message, token.valueStart) });
  return read === null ? null : { ...read, negated };
}

/** A condition before it is known whether it is negated. */
type Demand = Condition extends infer Each ? (Each extends Condition ? Omit<Each, 'negated'> : never) : never;

type Reader = (
  value: string,
  from: { readonly context: ConditionContext; readonly refuse: (message: string) => null },
) => Demand | null;

const readDate =
  (type: 'after' | 'before'): Reader =>
  (value, { context, refuse }) => {
    const date = parseDate(value, context.now ?? Date.now());
    return date === null
      ? refuse(
          `“${value}” is not a date that “${type}:” can read. Write 2024-05-31, 2024-05, 2024, yesterday, 3d, 2w, 6m or 1y.`,
        )
      : { type, time: date.start / 1000 };
  };

function whichLanguage(value: string, { describeLanguages }: ConditionContext): string {
  const near = languageLike(value);
  const here = describeLanguages?.() ?? '';
  return [
    `No language is called “${value}”.`,
    ...(near === null ? [] : [`Did you mean “lang:${near}”?`]),
    ...(here === '' ? [] : [`There are: ${here}.`]),
  ].join(' ');
}

/** What each filter makes of its value. */
const readers: { readonly [Name in FilterName]: Reader } = {
  lang: (value, { context, refuse }) => {
    const language = context.resolveLanguage === undefined ? value.toLowerCase() : context.resolveLanguage(value);
    return language === null ? refuse(whichLanguage(value, context)) : { type: 'lang', language };
  },
  path: (value) => ({ type: 'path', value, matches: pathMatcher(value, 'path') }),
  file: (value) => ({ type: 'file', value, matches: pathMatcher(value, 'file') }),
  symbol: (value) => ({ type: 'symbol', name: value, ...symbolMatcher(value) }),
  kind: (value, { refuse }) => {
    const kind = kindAliases[value.toLowerCase()] ?? chunkKinds.find((known) => known === value.toLowerCase());
    return kind === undefined
      ? refuse(`There is no kind “${value}”. Kinds are ${chunkKinds.join(', ')}.`)
      : { type: 'kind', kind };
  },
  author: (value) => ({ type: 'author', author: value.toLowerCase() }),
  after: readDate('after'),
  before: readDate('before'),
  commit: (value, { refuse }) =>
    /^[0-9a-f]{4,64}$/i.test(value)
      ? { type: 'commit', prefix: value.toLowerCase() }
      : refuse(`“${value}” is no commit: “commit:” takes at least 4 hexadecimal digits of its id.`),
};

/** Parts of a qualified name: `Store.open`, `Store::open`, `store->open`, `Store#open`. */
export const qualifiedParts = (name: string): string[] => name.split(/::|->|[.#]/).filter((part) => part !== '');

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const hasGlob = (value: string): boolean => /[*?[\]{}]/.test(value);

/** With glob characters a glob, over the whole path or anywhere below; without them, part of the path or name. */
function pathMatcher(value: string, name: 'path' | 'file'): (path: string) => boolean {
  const matches = composedMatcher(value, name);
  return (path) => matches(path.normalize('NFC'));
}

function composedMatcher(value: string, name: 'path' | 'file'): (path: string) => boolean {
  const wanted = value
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '');
  if (hasGlob(wanted)) {
    const matches = picomatch(wanted.endsWith('/') ? `${wanted}**` : wanted, { nocase: true, dot: true });
    const inner = wanted.includes('/') ? picomatch(`**/${wanted}`, { nocase: true, dot: true }) : null;
    if (name === 'file') return (path) => matches(nameOf(path));
    return (path) => matches(path) || (inner === null ? matches(nameOf(path)) : inner(path));
  }
  const lower = wanted.toLowerCase();
  if (name === 'file') return (path) => nameOf(path).toLowerCase().includes(lower);
  return (path) => path.toLowerCase().includes(lower);
}

const lastPart = (name: string): string => qualifiedParts(name).at(-1) ?? name;

/** The last part of a qualified name is what a definition is called, the parts before it are around it. */
function symbolMatcher(value: string): SymbolMatcher {
  const parts = qualifiedParts(value);
  const matches = nameMatcher(parts.at(-1) ?? value);
  // In some languages a name is kept with its qualifiers: `Ecto.Query`.
  return { matches: (name) => matches(name) || matches(lastPart(name)), around: parts.slice(0, -1).map(nameMatcher) };
}

/** `*` stands for anything; without it, the name holds the value. */
function nameMatcher(value: string): (name: string) => boolean {
  if (value.includes('*')) {
    const escaped = value.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
    const pattern = new RegExp(`^${escaped.join('.*')}$`, 'i');
    return (name) => pattern.test(name);
  }
  const lower = value.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}
