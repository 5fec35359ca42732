import type { ChunkKind, FileRole } from '../../../shared/chunk-kind.ts';
import type { ColumnWeights } from '../../store/index.ts';

/** What is weighed of a chunk itself; every value is between 0 and 1. */
export const chunkFeatures = [
  /** BM25, the best chunk 1. */
  'keyword',
  /** Cosine with the query, over the range of the candidates. */
  'meaning',
  /** Defines a symbol that the query names. */
  'definition',
  /** Query words that are in the names defined here. */
  'names',
  /** Query words that are in the enclosing names. */
  'enclosing',
  /** Query words that the chunk holds anywhere, rare ones counting more. */
  'coverage',
  /** Neighbours of the query that stand close together. */
  'pairs',
  /** Holds the query as it was typed: code, a message, a sentence of a comment. */
  'verbatim',
] as const;

/** What is weighed of the chunk's file. */
export const fileFeatures = [
  /** Query words that are in the file's name; and how much of the name they make up. */
  'stem',
  'stemExact',
  /** Query words that are in the nearest folders. */
  'folders',
  /** BM25 of each term at its best place in the file, the best file 1. */
  'file',
  /** Query words that the file holds anywhere. */
  'fileCoverage',
  /** Best cosine of the file's chunks, over the range of the candidates. */
  'fileMeaning',
  /** Share of all that was found by keyword and meaning, the file with most 1. */
  'hits',
  /** Length in lines, logarithmic: long files hold more of what is asked for. */
  'size',
  /** 1 over the number of folders: what is central lies near the root. */
  'shallow',
] as const;

export const featureNames = [...chunkFeatures, ...fileFeatures] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = { readonly [Name in FeatureName]: number };

/**
 * The constants of ranking, chosen by measurement: docs/search-quality.md says how, and what each adds. A score is the sum of
 * weight times value over all features, times the factors of the chunk's kind and the file's role.
 */
export interface RankingWeights {
  readonly columns: ColumnWeights;
  /** How the two lists become one: by their scores, or by their ranks (1 / (60 + rank)). */
  readonly fusion: 'scores' | 'ranks';
  /** Candidates taken from each list; and files whose best chunk is one. */
  readonly candidates: number;
  readonly files: number;
  /** How much a term counts: a whole word of the query, a part of one, neighbours written together, another form of a word. */
  readonly terms: { readonly word: number; readonly part: number; readonly joined: number; readonly form: number };
  readonly features: Features;
  readonly kinds: { readonly [Kind in ChunkKind]: number };
  /** For headers whose definitions are in a file beside them. */
  readonly header: number;
  readonly roles: { readonly [Role in FileRole]: number };
  /** What the first, second, third … place of one file is multiplied with: its own part, and its file's. */
  readonly repeat: readonly number[];
  readonly repeatFile: readonly number[];
}

export const defaultWeights: RankingWeights = {
  columns: { body: 1, names: 3, enclosing: 1, signature: 1, doc: 1.5, path: 1, stem: 2 },
  fusion: 'scores',
  candidates: 80,
  files: 30,
  terms: { word: 1, part: 0.6, joined: 1, form: 0.3 },
  features: {
    keyword: 0.178,
    meaning: 0.208,
    definition: 0.599,
    names: 0.197,
    enclosing: 0.095,
    coverage: 0.198,
    pairs: 0.2,
    verbatim: 0.6,
    stem: 0.197,
    stemExact: 0.188,
    folders: 0.2,
    file: 0.167,
    fileCoverage: 0.181,
    fileMeaning: 0.201,
    hits: 0.16,
    size: 0.188,
    shallow: 0.184,
  },
  kinds: {
    function: 1.027,
    method: 0.992,
    class: 0.941,
    interface: 0.701,
    type: 0.901,
    enum: 0.998,
    module: 0.805,
    constant: 0.856,
    section: 0.501,
    block: 0.955,
    window: 0.793,
  },
  header: 0.85,
  roles: {
    source: 1,
    test: 0.495,
    example: 0.501,
    docs: 0.502,
    config: 0.501,
    generated: 0.5,
    vendored: 0.5,
    legacy: 0.5,
  },
  repeat: [1, 1, 1, 0.9],
  repeatFile: [1, 0.5, 0.3, 0.3],
};
