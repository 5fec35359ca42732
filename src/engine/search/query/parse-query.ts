import type { QueryFilter, QueryProblem } from '../../../shared/contract/search.ts';
import { editDistance } from '../edit-distance.ts';
import { type Condition, type ConditionContext, conditionOf } from './conditions.ts';
import { filterNames, lex, type Token } from './lexer.ts';

/** At least one of these holds. A group of one is a plain demand; several come from `OR` or from repeating a filter. */
export type ConditionGroup = readonly Condition[];

/** A query as understood. */
export interface ParsedQuery {
  /** What is looked for by meaning and by keyword: the words, and the words within quotes, in order. */
  readonly text: string;
  /** Words outside of quotes and filters. */
  readonly words: readonly string[];
  /** Every group must hold. */
  readonly groups: readonly ConditionGroup[];
  readonly filters: readonly QueryFilter[];
  readonly problems: readonly QueryProblem[];
}

/**
 * Reads a query: free words, "exact phrases", /regular expressions/, filters, `OR` between two neighbours. The same filter
 * given twice means either; negated ones must all hold. What makes no sense is told at its place, and the rest stands.
 * Never throws.
 */
export function parseQuery(query: string, context: ConditionContext = {}): ParsedQuery {
  const { tokens, problems } = lex(query);
  const texts: string[] = [];
  const words: string[] = [];
  const filters: QueryFilter[] = [];
  const groups: Condition[][] = [];
  const byFilter = new Map<string, Condition[]>();
  let joined: Condition[] | null = null;

  for (const [i, token] of tokens.entries()) {
    const isJoined = tokens[i - 1]?.type === 'or' && i >= 2;
    const joins = tokens[i + 1]?.type === 'or' && i + 2 < tokens.length;
    if (token.type === 'or') {
      if (i === 0 || i === tokens.length - 1 || tokens[i - 1]?.type === 'or') {
        problems.push({ ...placeOf(token), message: 'OR needs something on both sides: it was passed over.' });
      }
      continue;
    }
    if (token.type === 'word') {
      words.push(token.text);
      texts.push(token.text);
      noteMistypedFilter(token, problems);
      // Words are ranked and never demanded, so OR beside one frees the other side from its demand.
      continue;
    }
    if (token.type === 'filter') filters.push(filterOf(token));
    if (token.type === 'phrase' && !token.negated) texts.push(token.text);
    const condition = conditionOf(token, context, problems);
    if (condition === null) continue;
    const besideWord = (isJoined && tokens[i - 2]?.type === 'word') || (joins && tokens[i + 2]?.type === 'word');
    if (besideWord) continue;
    if (isJoined && joined !== null) joined.push(condition);
    else {
      const key = token.type === 'filter' && !token.negated && !joins ? token.name : null;
      const shared = key === null || key === 'after' || key === 'before' ? undefined : byFilter.get(key);
      if (shared === undefined) {
        joined = [condition];
        groups.push(joined);
        if (key !== null) byFilter.set(key, joined);
      } else {
        shared.push(condition);
        joined = shared;
      }
    }
  }
  return { text: texts.join(' '), words, groups, filters, problems };
}

const placeOf = (token: Token): { start: number; end: number } => ({ start: token.start, end: token.end });

const filterOf = (token: Token & { type: 'filter' }): QueryFilter => ({
  name: token.name,
  value: token.value,
  negated: token.negated,
  ...placeOf(token),
});

/** `lnag:ts` is searched as text, and the person is told what it resembles. */
function noteMistypedFilter(token: Token & { type: 'word' }, problems: QueryProblem[]): void {
  const name = /^-?([a-z]{3,8}):[^:/\s]/.exec(token.text)?.[1];
  if (name === undefined) return;
  const near = filterNames.find((known) => editDistance(known, name, 2) <= (known.length > 4 ? 2 : 1));
  const start = token.start + (token.text.startsWith('-') ? 1 : 0);
  const similar = near ?? (name === 'language' || name === 'ext' ? 'lang' : null);
  if (similar === null) return;
  problems.push({
    start,
    end: start + name.length + 1,
    message: `There is no filter “${name}:”: it was searched as text. Did you mean “${similar}:”?`,
  });
}
