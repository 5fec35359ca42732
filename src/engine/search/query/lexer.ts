import type { QueryProblem } from '../../../shared/contract/search.ts';

/** Names that may stand before a colon, as the person types them. */
export const filterNames = ['lang', 'path', 'file', 'symbol', 'kind', 'author', 'after', 'before', 'commit'] as const;
export type FilterName = (typeof filterNames)[number];

interface Place {
  /** Characters of the query, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** One piece of a query as written. */
export type Token = Place &
  (
    | { readonly type: 'word'; readonly text: string }
    | { readonly type: 'phrase'; readonly text: string; readonly negated: boolean }
    | { readonly type: 'regex'; readonly source: string; readonly flags: string; readonly negated: boolean }
    | {
        readonly type: 'filter';
        readonly name: FilterName;
        readonly value: string;
        /** Characters of the value, quotes included. */
        readonly valueStart: number;
        readonly negated: boolean;
      }
    | { readonly type: 'or' }
  );

const space = /\s/;
const filterStart = /^([a-z]+):/;
/** A closing slash counts only before a space or the end, so that a path such as /usr/bin stays text. */
const regexToken = /^\/((?:[^/\\\n]|\\.|\/(?![imsu]*(?:\s|$)))+)\/([imsu]*)(?=\s|$)/;

/** Cuts a query into tokens; whatever makes no sense as something else is a word. Never throws. */
export function lex(query: string): { tokens: Token[]; problems: QueryProblem[] } {
  const tokens: Token[] = [];
  const problems: QueryProblem[] = [];
  let at = 0;
  while (at < query.length) {
    if (space.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const token = readToken(query, at, problems);
    tokens.push(token);
    at = Math.max(token.end, at + 1);
  }
  return { tokens, problems };
}

function readToken(query: string, start: number, problems: QueryProblem[]): Token {
  const negated = query.charAt(start) === '-';
  const at = negated ? start + 1 : start;
  if (query.charAt(at) === '"') {
    const { text, end } = readQuoted(query, at, problems);
    return { type: 'phrase', text, negated, start, end };
  }
  const rest = query.slice(at);
  const regex = regexToken.exec(rest);
  if (regex !== null) {
    return { type: 'regex', source: regex[1] ?? '', flags: regex[2] ?? '', negated, start, end: at + regex[0].length };
  }
  const name = filterStart.exec(rest)?.[1];
  if (name !== undefined && isFilterName(name) && rest.charAt(name.length + 1) !== ':') {
    const valueStart = at + name.length + 1;
    const quoted = query.charAt(valueStart) === '"';
    const { text, end } = quoted ? readQuoted(query, valueStart, problems) : readBare(query, valueStart);
    return { type: 'filter', name, value: text, valueStart, negated, start, end };
  }
  const { text, end } = readBare(query, start);
  return text === 'OR' ? { type: 'or', start, end } : { type: 'word', text, start, end };
}

function readBare(query: string, start: number): { text: string; end: number } {
  let end = start;
  while (end < query.length && !space.test(query.charAt(end))) end += 1;
  return { text: query.slice(start, end), end };
}

/** A quoted text from its opening quote on; `\"` is a quote within it, and a missing closing quote is told. */
function readQuoted(query: string, start: number, problems: QueryProblem[]): { text: string; end: number } {
  let text = '';
  for (let i = start + 1; i < query.length; i += 1) {
    const character = query.charAt(i);
    if (character === '"') return { text, end: i + 1 };
    if (character === '\\' && query.charAt(i + 1) === '"') {
      text += '"';
      i += 1;
    } else {
      text += character;
    }
  }
  problems.push({ start, end: query.length, message: 'This quote is not closed: it was taken to reach to the end.' });
  return { text, end: query.length };
}

export const isFilterName = (name: string): name is FilterName => (filterNames as readonly string[]).includes(name);
