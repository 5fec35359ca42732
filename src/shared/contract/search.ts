import { z } from 'zod';
import type { ChunkKind, FileRole } from '../chunk-kind.ts';
import type { FilterName } from '../query/filters.ts';
import { repositoryId } from './repositories.ts';
import { safeText } from './safe-text.ts';

export const searchModes = ['hybrid', 'keyword', 'meaning'] as const;
export type SearchMode = (typeof searchModes)[number];

/** One cause of a result's place, in words, with its share of the score. */
export interface Reason {
  readonly kind:
    | 'keyword' // place in the keyword list
    | 'meaning' // place in the vector list
    | 'definition'
    | 'path'
    | 'several-hits'
    | 'phrase'
    | 'exact'
    | 'role' // tests, examples, generated … lowered, or raised when asked for
    | 'duplicate'
    | 'filter';
  readonly text: string;
  /** Added to the score (negative when it lowers). */
  readonly effect: number;
}

/** Characters `start` to `end` (exclusive) of a snippet line that matched. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

export interface SnippetLine {
  /** 1-based line in the file. */
  readonly line: number;
  readonly text: string;
  readonly marks: readonly Mark[];
}

export interface SearchResult {
  readonly chunkId: number;
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** 1-based, inclusive: the lines that answer. */
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: ChunkKind;
  readonly name: string | null;
  /** Enclosing names, outermost first. */
  readonly enclosing: readonly string[];
  readonly signature: string | null;
  readonly language: string | null;
  readonly role: FileRole;
  readonly score: number;
  readonly keywordRank: number | null;
  readonly meaningRank: number | null;
  readonly reasons: readonly Reason[];
  readonly snippet: readonly SnippetLine[];
  /** The file on disk is no longer the one that was indexed. */
  readonly stale: boolean;
}

/** A fault in the query, at characters `start` to `end` (exclusive); the rest of the query ran. */
export interface QueryProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A filter as understood, for chips: characters `start` to `end` of the query text. */
export interface QueryFilter {
  readonly name: FilterName;
  readonly value: string;
  readonly negated: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Coverage {
  /** 0 to 1: files read of all; chunks embedded of all. */
  readonly keyword: number;
  readonly meaning: number;
}

export interface SearchAnswer {
  readonly query: string;
  readonly mode: SearchMode;
  readonly tookMs: number;
  readonly coverage: Coverage;
  readonly results: readonly SearchResult[];
  /** Places found before the limit was applied, as far as they were counted. */
  readonly total: number;
  readonly problems: readonly QueryProblem[];
  readonly filters: readonly QueryFilter[];
  /** How the query was taken: symbol, path, prose, error message, code. */
  readonly understoodAs: string;
  /** What an empty or thin answer left out: filters that bite, skipped files, pending vectors. In words. */
  readonly notes: readonly string[];
}

export interface Completion {
  /** What replaces characters `start` to `end` of the query. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string | null;
  readonly kind: 'filter' | 'language' | 'author' | 'path' | 'symbol' | 'kind' | 'date';
  readonly start: number;
  readonly end: number;
}

/** Characters of a query: a pasted log is long, and the engine decides how much of it is searched. */
const mostCharacters = 200_000;

export const searchRequests = {
  /** A newer query of the same `session` cancels the one before. */
  'search.query': z.strictObject({
    repositoryId,
    text: safeText.max(mostCharacters),
    mode: z.enum(searchModes).optional(),
    limit: z.number().int().min(1).max(10_000).optional(),
    session: safeText.max(64).optional(),
  }),
  'search.complete': z.strictObject({
    repositoryId,
    text: safeText.max(mostCharacters),
    cursor: z.number().int().min(0),
  }),
  /** What was searched for in this root, oldest first. */
  'search.history': z.strictObject({ repositoryId }),
  /** Keeps a search, and answers all. */
  'search.remember': z.strictObject({ repositoryId, text: safeText.min(1).max(10_000) }),
};

export interface SearchAnswers {
  'search.query': SearchAnswer;
  'search.complete': readonly Completion[];
  'search.history': readonly string[];
  'search.remember': readonly string[];
}
