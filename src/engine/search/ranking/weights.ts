import type { FileRole } from '../../../shared/chunk-kind.ts';
import type { ColumnWeights } from '../retrieval/keyword-retrieval.ts';

/**
 * The constants of ranking, chosen by measurement: docs/search-quality.md says how, and what each adds. A score is a sum of
 * parts, each a weight times a value between 0 and 1, times the factor of the file's role.
 */
export interface RankingWeights {
  readonly columns: ColumnWeights;
  /** How the two lists become one: by their scores, or by their ranks (1 / (60 + rank)). */
  readonly fusion: 'scores' | 'ranks';
  /** Candidates taken from each list. */
  readonly candidates: number;
  readonly keyword: number;
  readonly meaning: number;
  /** Defines a symbol that the query names. */
  readonly definition: number;
  /** Query words that are in the names defined here. */
  readonly names: number;
  /** Query words that are in the enclosing names. */
  readonly enclosing: number;
  /** Query words that are in the file's name; and how much of the name they make up. */
  readonly stem: number;
  readonly stemExact: number;
  /** Query words that are in the nearest folders. */
  readonly folders: number;
  /** Share of all that was found that is in this file. */
  readonly file: number;
  readonly roles: { readonly [Role in FileRole]: number };
  /** What the second, third … place of one file is multiplied with. */
  readonly repeat: readonly number[];
}

export const defaultWeights: RankingWeights = {
  columns: { body: 1, names: 3, enclosing: 1, signature: 1, doc: 1.5, path: 1, stem: 2 },
  fusion: 'scores',
  candidates: 150,
  keyword: 1,
  meaning: 0.6,
  definition: 1.5,
  names: 0.5,
  enclosing: 0.2,
  stem: 0.6,
  stemExact: 0.3,
  folders: 0.2,
  file: 0.4,
  roles: { source: 1, test: 0.4, example: 0.4, docs: 0.5, config: 0.6, generated: 0.4, vendored: 0.4, legacy: 0.6 },
  repeat: [1, 0.5, 0.3, 0.2],
};
