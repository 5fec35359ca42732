import type { QueryProblem } from '../contract/search.ts';
import { filterNamed } from './filters.ts';
import { hasSeveralLines, isProse } from './prose.ts';
import { endsAt, opensQuote, readQuoted } from './quotes.ts';
import { expectsOperand, isSurelyMeant, readExpression } from './regular-expressions.ts';
import type { FilterToken, PhraseToken, Token, WordToken } from './tokens.ts';

export interface LexedQuery {
  readonly tokens: readonly Token[];
  readonly problems: readonly QueryProblem[];
}

const space = /\s/;
const filterStart = /^-?([a-z]+):/;
/** Longer names are none. */
const longestName = 24;

/**
 * Cuts a query into tokens, which with the blanks between them are the whole query; whatever makes no sense as something else
 * is a word. What was pasted is text: nothing is syntax in several lines but filters at their end, expressions and quotes only
 * where they can have been meant. Never throws.
 */
export function lex(query: string): LexedQuery {
  const problems: QueryProblem[] = [];
  if (hasSeveralLines(query)) return { tokens: lexLines(query), problems };
  const tokens = settle(query, cut(query, 0, problems));
  return { tokens, problems };
}

/** Text of several lines: words, and the filters that were typed behind it. */
function lexLines(query: string): Token[] {
  const lastLine = Math.max(query.trimEnd().lastIndexOf('\n'), query.trimEnd().lastIndexOf('\r')) + 1;
  const last = cut(query, lastLine, []);
  let filtersFrom = query.length;
  for (const token of last.toReversed()) {
    if (token.type !== 'filter' || token.value === '') break;
    filtersFrom = token.start;
  }
  return [...cutWords(query, 0, filtersFrom), ...last.filter(({ start }) => start >= filtersFrom)];
}

function cutWords(query: string, start: number, end: number): WordToken[] {
  return Array.from(query.slice(start, end).matchAll(/\S+/g), ({ 0: text, index }) => ({
    type: 'word',
    text,
    start: start + index,
    end: start + index + text.length,
  }));
}

function cut(query: string, from: number, problems: QueryProblem[]): Token[] {
  const tokens: Token[] = [];
  let at = from;
  while (at < query.length) {
    if (space.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const token =
      readPhrase(query, at, { tokens, problems }) ??
      readRegex(query, at) ??
      readFilter(query, at, problems) ??
      readWord(query, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function readWord(query: string, start: number): Token {
  const end = wordEnd(query, start);
  const text = query.slice(start, end);
  return text === 'OR' ? { type: 'or', start, end } : { type: 'word', text, start, end };
}

function wordEnd(query: string, start: number): number {
  let end = start;
  while (end < query.length && !space.test(query.charAt(end))) end += 1;
  return end;
}

const notClosed = 'This quote is not closed: it was taken to reach to the end.';

function readPhrase(
  query: string,
  start: number,
  { tokens, problems }: { tokens: readonly Token[]; problems: QueryProblem[] },
): Token | null {
  const negated = query.charAt(start) === '-';
  const at = negated ? start + 1 : start;
  if (!opensQuote(query.charAt(at))) return null;
  const quoted = readQuoted(query, at);
  if (quoted === null) return null;
  const { text, raw, end, closed } = quoted;
  if (!closed) {
    // Inside a sentence or code it is a sign of that, such as inches.
    if (isProse(wordsIn(tokens))) return null;
    problems.push({ start: at, end, message: notClosed });
  }
  return { type: 'phrase', text, raw, negated, closed, demanded: true, start, end };
}

function readRegex(query: string, start: number): Token | null {
  const negated = query.charAt(start) === '-';
  const expression = readExpression(query, negated ? start + 1 : start);
  return expression === null ? null : { type: 'regex', ...expression, negated, start };
}

function readFilter(query: string, start: number, problems: QueryProblem[]): FilterToken | null {
  const match = filterStart.exec(query.slice(start, start + longestName));
  const name = filterNamed(match?.[1] ?? '');
  if (match === null || name === null) return null;
  const negated = query.charAt(start) === '-';
  const valueStart = start + match[0].length;
  if (opensQuote(query.charAt(valueStart))) {
    const quoted = readQuoted(query, valueStart);
    if (quoted === null) return null;
    const { text: value, end, closed } = quoted;
    if (!closed) problems.push({ start: valueStart, end, message: notClosed });
    return { type: 'filter', name, value, valueStart, negated, closed, start, end };
  }
  const end = wordEnd(query, valueStart);
  const value = query.slice(valueStart, end);
  const isText =
    // `kind: Deployment`, `file:///home/ada/a.ts`, `symbol::name`, `{ path:x, kind:y }`
    (value === '' && valueStart < query.length) || /^(?::|\/\/)|[,;(]$/.test(value);
  return isText ? null : { type: 'filter', name, value, valueStart, negated, closed: true, start, end };
}

const wordsIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.type === 'word' ? [token.text] : []));

/** What stands before a member in code: `{ path:x, kind:y }`. */
const insideObject = /[{([]$|:\S*,$/;

/** Decides of expressions and quotes by what stands beside them. */
function settle(query: string, tokens: readonly Token[]): Token[] {
  const settled = tokens.flatMap((token, i): readonly Token[] => {
    const before = tokens[i - 1];
    if (token.type === 'filter' && before?.type === 'word' && insideObject.test(before.text))
      return cutWords(query, token.start, token.end);
    if (token.type !== 'regex') return [token];
    const isOperand = before?.type === 'word' && expectsOperand(before.text);
    const isAlone = !tokens.some(({ type }) => type === 'word');
    return !isOperand && (isAlone || token.negated || isSurelyMeant(token))
      ? [token]
      : cutWords(query, token.start, token.end);
  });
  if (!isProse(wordsIn(settled))) return settled;
  return settled.map((token) => (token.type === 'phrase' && !token.negated ? ranked(token) : token));
}

const ranked = (token: PhraseToken): PhraseToken => ({ ...token, demanded: false });

/** The token that a cursor stands at the end of, in what is before it; null behind a blank. */
export function tokenBefore(query: string, cursor: number): Token | null {
  const token = lex(query.slice(0, cursor)).tokens.at(-1);
  return token !== undefined && token.end === Math.min(cursor, query.length) ? token : null;
}

/** Whether a quote is open at the end of a query. */
export const isQuoteOpen = (query: string): boolean => {
  const last = lex(query).tokens.at(-1);
  return (last?.type === 'phrase' || last?.type === 'filter') && !last.closed;
};

/** Whether a filter is finished: a blank follows, and the next thing may be typed. */
export const isFinished = (query: string, { end }: Token): boolean => end < query.length && endsAt(query, end);
