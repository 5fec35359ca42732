import type { ParsedQuery, Understanding } from './query/index.ts';
import type { Candidate, Features, WeightedWord } from './ranking/features.ts';
import { nameFeatures } from './ranking/features.ts';
import type { RankingWeights } from './ranking/weights.ts';
import type { ChunkRows } from './retrieval/chunk-rows.ts';
import type { KeywordHit, KeywordRetrieval } from './retrieval/keyword-retrieval.ts';
import type { VectorHit, VectorScanner } from './retrieval/vector-scanner.ts';
import { splitIdentifier } from '../text/identifiers.ts';

/** What candidates are gathered with. */
export interface Collector {
  readonly keyword: KeywordRetrieval;
  readonly rows: ChunkRows;
  /** Null while there are no vectors. */
  readonly vectors: VectorScanner | null;
}

export interface CollectOptions {
  readonly weights: RankingWeights;
  /** The query's vector; null in keyword mode or without a model. */
  readonly queryVector: Float32Array | null;
  readonly useKeyword: boolean;
  /** Flags by chunk id: only these; null for all. */
  readonly allowed: Uint8Array | null;
  readonly parsed: ParsedQuery;
}

/** Gathers the candidates of both lists, with the values that ranking weighs. */
export function collect(from: Collector, understanding: Understanding, options: CollectOptions): Candidate[] {
  const { weights, allowed, queryVector } = options;
  const keywordHits = options.useKeyword
    ? from.keyword.search(
        understanding.terms.map((term) => term.term),
        weights.candidates,
        allowed,
      )
    : [];
  const vectorHits =
    queryVector !== null && from.vectors !== null
      ? from.vectors.search(queryVector, { count: weights.candidates, allowed })
      : [];
  return join(from, { keywordHits, vectorHits, understanding, options });
}

function join(
  from: Collector,
  input: {
    keywordHits: readonly KeywordHit[];
    vectorHits: readonly VectorHit[];
    understanding: Understanding;
    options: CollectOptions;
  },
): Candidate[] {
  const { keywordHits, vectorHits, understanding, options } = input;
  const keywordPlace = new Map(keywordHits.map((hit, i) => [hit.chunkId, { place: i + 1, score: hit.score }]));
  const meaningPlace = new Map(vectorHits.map((hit, i) => [hit.chunkId, i + 1]));
  const similarities = new Map(vectorHits.map((hit) => [hit.chunkId, hit.similarity]));
  if (options.queryVector !== null && from.vectors !== null) {
    const missing = keywordHits.map((hit) => hit.chunkId).filter((id) => !similarities.has(id));
    for (const [id, similarity] of from.vectors.similarities(options.queryVector, missing))
      similarities.set(id, similarity);
  }
  const scale = scalesOf(keywordHits, similarities);
  const words = weighWords(from.keyword, understanding);
  const candidates: Candidate[] = [];
  for (const id of new Set([...keywordPlace.keys(), ...meaningPlace.keys()])) {
    const chunk = from.rows.chunk(id);
    if (chunk === null) continue;
    const keyword = keywordPlace.get(id);
    const similarity = similarities.get(id) ?? null;
    const features: Features = {
      keyword: scale.keyword(keyword?.score ?? 0),
      meaning: similarity === null ? 0 : scale.meaning(similarity),
      file: 0,
      ...nameFeatures(understanding, words, chunk),
    };
    candidates.push({
      chunk,
      keywordRank: keyword?.place ?? null,
      meaningRank: meaningPlace.get(id) ?? null,
      keywordScore: keyword?.score ?? 0,
      similarity,
      features,
    });
  }
  return candidates;
}

/** Both lists brought to 0 … 1: BM25 by its best, similarity by its range among the candidates. */
function scalesOf(
  keywordHits: readonly KeywordHit[],
  similarities: ReadonlyMap<number, number>,
): { keyword: (score: number) => number; meaning: (similarity: number) => number } {
  const top = keywordHits[0]?.score ?? 0;
  let least = Infinity;
  let most = -Infinity;
  for (const value of similarities.values()) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return {
    keyword: (score) => (top > 0 ? Math.max(0, score) / top : 0),
    meaning: (similarity) => (most > least ? (similarity - least) / (most - least) : 1),
  };
}

/** Content words with their share of the query's weight: rare ones weigh more. */
export function weighWords(keyword: KeywordRetrieval, understanding: Understanding): WeightedWord[] {
  const words = [...new Set(understanding.words)].map((whole) => {
    const typed = understanding.terms.find((term) => term.term === whole);
    return {
      whole,
      parts: typed === undefined ? [whole] : partsOfTyped(understanding.text, whole),
      idf: keyword.use(whole).idf + 0.1,
    };
  });
  const sum = words.reduce((total, word) => total + word.idf, 0);
  return words.map(({ whole, parts, idf }) => ({ whole, parts, share: sum > 0 ? idf / sum : 0 }));
}

/** Parts of the word as it was typed (`parseQuery` → parse, query), looked up by its whole term. */
function partsOfTyped(text: string, whole: string): readonly string[] {
  for (const word of text.match(/[\p{L}\p{N}_$]+/gu) ?? []) {
    const parts = splitIdentifier(word);
    if (parts.join('') === whole) return parts;
  }
  return [whole];
}
