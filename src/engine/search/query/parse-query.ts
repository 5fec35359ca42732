import type { QueryFilter, QueryProblem } from '../../../shared/contract/search.ts';
import {
  filterNamed,
  filterNames,
  filters as filterTable,
  type FilterToken,
  lex,
  type Token,
  type WordToken,
} from '../../../shared/query/index.ts';
import { editDistance } from '../edit-distance.ts';
import { type Condition, type ConditionContext, conditionOf } from './conditions.ts';

/** At least one of these holds. A group of one is a plain demand; several come from `OR` or from repeating a filter. */
export type ConditionGroup = readonly Condition[];

/** A query as understood. */
export interface ParsedQuery {
  /** What is looked for by meaning and by keyword: the words, and the words within quotes, in order. */
  readonly text: string;
  /** The query as it was typed, but for filters, expressions and what is negated. */
  readonly typed: string;
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
  const { tokens, problems: found } = lex(query);
  const problems = [...found];
  const texts: string[] = [];
  const words: string[] = [];
  const filters: QueryFilter[] = [];
  const groups = new Groups();
  for (const [i, token] of tokens.entries()) {
    const joint = jointAt(tokens, i);
    if (token.type === 'or') {
      if (tokens.length === 1) words.push(query.trim());
      else if (i === 0 || i === tokens.length - 1 || tokens[i - 1]?.type === 'or') {
        problems.push({ ...placeOf(token), message: 'OR needs something on both sides: it was passed over.' });
      }
      continue;
    }
    if (token.type === 'word') {
      words.push(token.text);
      texts.push(token.text);
      noteNearFilter(token, problems);
      // Words are ranked and never demanded, so OR beside one frees the other side from its demand.
      continue;
    }
    if (token.type === 'filter') filters.push(filterOf(token));
    if (token.type === 'phrase' && !token.negated) texts.push(token.text);
    if (token.type === 'phrase' && !token.demanded && !token.negated) continue;
    const condition = conditionOf(token, context, problems);
    if (condition !== null && !joint.besideWord) groups.add(token, condition, joint);
  }
  return { text: texts.join(' '), typed: typedOf(query, tokens), words, groups: groups.all, filters, problems };
}

/** The query without the tokens that only demand. */
function typedOf(query: string, tokens: readonly Token[]): string {
  let typed = '';
  let at = 0;
  for (const token of tokens) {
    if (token.type === 'word' || token.type === 'or' || (token.type === 'phrase' && !token.negated)) continue;
    typed += query.slice(at, token.start);
    at = token.end;
  }
  return (typed + query.slice(at)).trim();
}

/** How a token hangs together with its neighbours by `OR`. */
interface Joint {
  readonly before: boolean;
  readonly behind: boolean;
  readonly besideWord: boolean;
}

function jointAt(tokens: readonly Token[], i: number): Joint {
  const before = tokens[i - 1]?.type === 'or' && i >= 2;
  const behind = tokens[i + 1]?.type === 'or' && i + 2 < tokens.length;
  const besideWord = (before && tokens[i - 2]?.type === 'word') || (behind && tokens[i + 2]?.type === 'word');
  return { before, behind, besideWord };
}

/** Gathers conditions to groups of which one must hold. */
class Groups {
  readonly all: Condition[][] = [];
  readonly #byFilter = new Map<string, Condition[]>();
  #last: Condition[] | null = null;

  add(token: Token, condition: Condition, { before, behind }: Joint): void {
    if (before && this.#last !== null) {
      this.#last.push(condition);
      return;
    }
    const key = token.type === 'filter' && !token.negated && !behind ? token.name : null;
    const shared = key === null || filterTable[key].repeats === 'both' ? undefined : this.#byFilter.get(key);
    if (shared === undefined) {
      this.#last = [condition];
      this.all.push(this.#last);
      if (key !== null) this.#byFilter.set(key, this.#last);
    } else {
      shared.push(condition);
      this.#last = shared;
    }
  }
}

const placeOf = (token: Token): { start: number; end: number } => ({ start: token.start, end: token.end });

const filterOf = (token: FilterToken): QueryFilter => ({
  name: token.name,
  value: token.value,
  negated: token.negated,
  ...placeOf(token),
});

/** `lnag:ts` and `lang: ts` are searched as text, and the person is told what they resemble. */
function noteNearFilter({ text, start: from }: WordToken, problems: QueryProblem[]): void {
  const match = /^-?([a-z]{3,8}):(?![:/])/.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return;
  const start = from + (text.startsWith('-') ? 1 : 0);
  const place = { start, end: start + name.length + 1 };
  if (filterNamed(name) !== null) {
    if (match[0].length === text.length)
      problems.push({ ...place, message: `“${name}:” needs a value right behind the colon: it was searched as text.` });
    return;
  }
  if (match[0].length === text.length) return;
  const near = filterNames.find((known) => editDistance(known, name, 2) <= (known.length > 4 ? 2 : 1));
  const similar = near ?? (name === 'language' || name === 'ext' ? 'lang' : null);
  if (similar === null) return;
  problems.push({
    ...place,
    message: `There is no filter “${name}:”: it was searched as text. Did you mean “${similar}:”?`,
  });
}
