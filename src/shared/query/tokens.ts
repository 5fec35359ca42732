import type { FilterName } from './filters.ts';

/** Characters of the query, end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type WordToken = Place & { readonly type: 'word'; readonly text: string };

export type PhraseToken = Place & {
  readonly type: 'phrase';
  /** What stands between the quotes; `\"` is a quote. */
  readonly text: string;
  /** The same as written. */
  readonly raw: string;
  readonly negated: boolean;
  /** False for one that was taken to reach to the end. */
  readonly closed: boolean;
  /** False inside a sentence or code, where quotes are part of what was written: such a phrase is ranked. */
  readonly demanded: boolean;
};

export type RegexToken = Place & {
  readonly type: 'regex';
  readonly source: string;
  readonly flags: string;
  readonly negated: boolean;
};

export type FilterToken = Place & {
  readonly type: 'filter';
  readonly name: FilterName;
  /** Empty while nothing stands behind the colon. */
  readonly value: string;
  /** Where the value begins, quotes included. */
  readonly valueStart: number;
  readonly negated: boolean;
  readonly closed: boolean;
};

export type OrToken = Place & { readonly type: 'or' };

/** One piece of a query as written. */
export type Token = WordToken | PhraseToken | RegexToken | FilterToken | OrToken;
