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
  /** Candidates taken from each list; and files whose best chunk is one. */
  readonly candidates: number;
  readonly files: number;
  /** How much a term counts: a whole word of the query, a part of one, neighbours written together. */
  readonly terms: { readonly word: number; readonly part: number; readonly joined: number; readonly form: number };
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
  /** How much of the query is found in the file, whichever its chunks. */
  readonly file: number;
  /** Share of all hits that is in the file, for its best chunk. */
  readonly hits: number;
  readonly coverage: number;
  readonly fileCoverage: number;
  readonly size: number;
  readonly shallow: number;
  readonly roles: { readonly [Role in FileRole]: number };
  /** What the second, third … place of one file is multiplied with. */
  readonly repeat: readonly number[];
}

export const defaultWeights: RankingWeights = {
  columns: { body: 1, names: 3, enclosing: 1, signature: 1, doc: 1.5, path: 1, stem: 2 },
  fusion: 'scores',
  candidates: 150,
  files: 30,
  terms: { word: 1, part: 0.6, joined: 1, form: 0.3 },
  keyword: 0.1,
  meaning: 0.4,
  definition: 0.6,
  names: 0.2,
  enclosing: 0.1,
  stem: 0.3,
  stemExact: 0.3,
  folders: 0.1,
  file: 0.2,
  hits: 0.2,
  coverage: 0.1,
  fileCoverage: 0.1,
  size: 0.1,
  shallow: 0.2,
  roles: { source: 1, test: 0.5, example: 0.4, docs: 0.3, config: 0.6, generated: 0.4, vendored: 0.4, legacy: 0.6 },
  repeat: [1, 0.45, 0.3, 0.2],
};
