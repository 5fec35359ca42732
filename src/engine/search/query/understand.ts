import { splitIdentifier, termsOfWord, wordsOf } from '../../text/identifiers.ts';
import { isStopWord } from './stop-words.ts';

/** How a query is taken. */
export type QueryKind = 'symbol' | 'path' | 'error' | 'code' | 'prose';

/** A term that the keyword index is asked for. */
export interface QueryTerm {
  readonly term: string;
  /** Whether it is a whole word of the query, a part of one, or neighbours written together. */
  readonly from: 'word' | 'part' | 'joined';
}

/** A name that the query mentions. */
export interface NamedSymbol {
  /** As typed, for example `parseQuery` or `open`. */
  readonly name: string;
  /** Names before it in a qualified one: `Store` of `Store.open`. */
  readonly qualifiers: readonly string[];
  /** 1 when the query is that name, less when it is found in prose. */
  readonly certainty: number;
}

/** What the free text of a query asks for. */
export interface Understanding {
  readonly kind: QueryKind;
  readonly text: string;
  /** Whether it was too long to be searched whole. */
  readonly isCut: boolean;
  readonly terms: readonly QueryTerm[];
  /** Content words in lower case, in order: no stop words, identifiers whole. */
  readonly words: readonly string[];
  readonly symbols: readonly NamedSymbol[];
  /** Paths or file names that the query mentions, lower case. */
  readonly paths: readonly string[];
  readonly asksFor: ReadonlySet<'test' | 'example' | 'docs' | 'config' | 'generated' | 'vendored' | 'legacy'>;
}

const qualifiedName = /[\p{L}_$][\p{L}\p{N}_$]*(?:(?:::|->|[.#/])[\p{L}_$~][\p{L}\p{N}_$]*)+[!?]?/gu;
const looksLikeName = /^(?=.*\p{L})(?:.*_.*|.*\p{Ll}\p{Lu}.*|.*\p{Lu}{2}\p{Ll}.*|\$.+)$/u;
const fileName =
  /^[\w@.-]*[\w-]\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|scala|swift|cs|cpp|cc|cxx|c|h|hpp|php|lua|zig|exs?|hs|sh|bash|bats|md|json|ya?ml|toml|txt|html|css|sql|vue|svelte|cfg|ini|xml|gradle|lock|proto)$/i;

/** Content words of a query that are searched, and characters that are read, at most: what is pasted may be a whole file. */
export const mostWords = 64;
const mostCharacters = 8000;

/** The part of a long text that is searched. */
const bounded = (text: string): string =>
  text.length <= mostCharacters
    ? text
    : text.slice(0, mostCharacters).replace(/\S+$/, '') || text.slice(0, mostCharacters);

/** Reads the free text of a query; filters were taken out before. */
export function understand(whole: string): Understanding {
  const text = bounded(whole);
  const symbols = symbolsIn(text);
  const paths = pathsIn(text);
  const kind = kindOf(text, symbols, paths);
  const named = wordsOf(text);
  const content = named.filter((word) => !isStopWord(word.toLowerCase()));
  const distinct = [...new Set(content.length > 0 ? content : named)];
  const used = distinct.length > mostWords ? distinct.slice(0, mostWords) : content.length > 0 ? content : named;
  return {
    kind,
    text,
    isCut: text.length < whole.length || distinct.length > mostWords,
    terms: termsFor(used),
    words: used.map((word) => splitIdentifier(word).join('')).filter((word) => word !== ''),
    symbols: kind === 'symbol' ? symbols.map((symbol) => ({ ...symbol, certainty: 1 })) : symbols,
    paths,
    asksFor: rolesAskedFor(text),
  };
}

function termsFor(words: readonly string[]): QueryTerm[] {
  const terms = new Map<string, QueryTerm['from']>();
  const wholes: string[] = [];
  for (const word of words) {
    const [whole, ...parts] = termsOfWord(word);
    if (whole === undefined) continue;
    terms.set(whole, 'word');
    wholes.push(whole);
    for (const part of parts) if (!terms.has(part) && !(part.length < 2 && parts.length > 1)) terms.set(part, 'part');
  }
  // Neighbours written together: "path router" finds pathRouter and path_router, "web socket" finds websocket.
  for (const length of [2, 3]) {
    for (let i = 0; i + length <= wholes.length; i += 1) {
      const joined = wholes.slice(i, i + length).join('');
      if (joined.length <= 48 && !terms.has(joined)) terms.set(joined, 'joined');
    }
  }
  return [...terms].map(([term, from]) => ({ term, from }));
}

/** How surely a word of prose is a name, when the query is not that name alone. */
const certainty = { identifier: 0.4, capital: 0.2, sentence: 0.12, short: 0.2, word: 0.08 } as const;

function symbolsIn(text: string): NamedSymbol[] {
  const found = new Map<string, NamedSymbol>();
  const add = (symbol: NamedSymbol): void => {
    const known = found.get(symbol.name);
    if (known === undefined || known.qualifiers.length < symbol.qualifiers.length) found.set(symbol.name, symbol);
  };
  for (const match of text.matchAll(qualifiedName)) {
    if (fileName.test(match[0])) continue;
    const parts = match[0].split(/::|->|[.#/]/).filter((part) => part !== '');
    const name = parts.at(-1);
    if (name !== undefined) add({ name, qualifiers: parts.slice(0, -1), certainty: certainty.identifier });
  }
  const words = wordsOf(text);
  for (const [i, word] of words.entries()) {
    if (looksLikeName.test(word)) add({ name: word, qualifiers: [], certainty: certainty.identifier });
    else if (/^\p{Lu}/u.test(word) && word.length > 1 && !isStopWord(word.toLowerCase())) {
      add({
        name: word,
        qualifiers: [],
        certainty: i === 0 && words.length > 2 ? certainty.sentence : certainty.capital,
      });
    } else if (!isStopWord(word.toLowerCase()) && word.length > 2) {
      add({ name: word, qualifiers: [], certainty: words.length <= 2 ? certainty.short : certainty.word });
    }
  }
  return [...found.values()].slice(0, mostWords * 2);
}

function pathsIn(text: string): string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replace(/^[`'"(]+|[`'"),;:]+$/g, ''))
    .filter((word) => fileName.test(word) || /^\.{0,2}\/?[\w@.-]+(?:\/[\w@.-]+)+\/?$/.test(word))
    .map((word) => word.replace(/^\.{0,2}\//, '').toLowerCase());
}

function kindOf(text: string, symbols: readonly NamedSymbol[], paths: readonly string[]): QueryKind {
  const pieces = text.trim().split(/\s+/);
  if (pieces.length === 1 && paths.length === 1) return 'path';
  if (pieces.length === 1 && symbols.length > 0) return 'symbol';
  const codeMarks = text.match(/[{};=]|=>|->|\(\)|\w\(|\)\s*[{:]|::|&&|\|\||\+=|\bif \(/g)?.length ?? 0;
  if (pieces.length > 1 && codeMarks >= 2) return 'code';
  if (
    /\b(?:error|exception|failed|failure|cannot|can't|could not|couldn't|unable to|invalid|unexpected|panic|fatal|undefined|not found)\b[:\s]/i.test(
      text,
    )
  ) {
    if (/[:'"`%]|\b(?:Error|Exception)\b/.test(text) && !/^(?:how|where|what|why|which)\b/i.test(text)) return 'error';
  }
  const strong = symbols.filter((symbol) => symbol.certainty >= certainty.identifier);
  if (pieces.length <= 2 && strong.length === pieces.length) return 'symbol';
  return 'prose';
}

const roleWords: readonly (readonly [
  RegExp,
  'test' | 'example' | 'docs' | 'config' | 'generated' | 'vendored' | 'legacy',
])[] = [
  [/\b(?:tests?|tested|testing|specs?|unit tests?|fixtures?|mocks?|benchmarks?|test suite|test cases?)\b/i, 'test'],
  [/\b(?:examples?|samples?|demos?|tutorials?)\b/i, 'example'],
  [/\b(?:docs|documentation|readme|changelog|guide|license|contributing)\b/i, 'docs'],
  [
    /\b(?:config|configs|configuration|settings|package\.json|tsconfig|makefile|dockerfile|ci|workflow|yaml|toml)\b/i,
    'config',
  ],
  [/\bgenerated\b/i, 'generated'],
  [/\b(?:vendor|vendored|third[- ]party)\b/i, 'vendored'],
  [/\b(?:legacy|deprecated|compat|compatibility)\b/i, 'legacy'],
];

function rolesAskedFor(text: string): Understanding['asksFor'] {
  return new Set(roleWords.filter(([pattern]) => pattern.test(text)).map(([, role]) => role));
}
