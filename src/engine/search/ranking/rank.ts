import type { FileRole } from '../../../shared/chunk-kind.ts';
import type { Reason, SearchMode } from '../../../shared/contract/search.ts';
import type { Understanding } from '../query/understand.ts';
import type { Candidate } from './features.ts';
import { reasonsFor } from './reasons.ts';
import { joinPieces, type LineSpan, linesOf } from './pieces.ts';
import {
  chunkFeatures,
  type FeatureName,
  featureNames,
  type Features,
  fileFeatures,
  type RankingWeights,
} from './weights.ts';

export interface Ranked {
  readonly candidate: Candidate;
  /** First and last line of what is shown: the candidate's, and those of the pieces beside it that it stands for. */
  readonly lines: LineSpan;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

interface Scored {
  readonly candidate: Candidate;
  /** Sums of the chunk's and the file's features, times the factors. */
  readonly own: number;
  readonly shared: number;
  readonly factor: number;
  readonly hits: number;
  readonly score: number;
}

const rankConstant = 60;

const otherChunkFeatures = chunkFeatures.filter((name) => name !== 'keyword' && name !== 'meaning');
const otherFileFeatures = fileFeatures.filter((name) => name !== 'hits');

/** Every feature 0. */
export const noFeatures: Features = {
  keyword: 0,
  meaning: 0,
  definition: 0,
  names: 0,
  enclosing: 0,
  coverage: 0,
  pairs: 0,
  verbatim: 0,
  stem: 0,
  stemExact: 0,
  folders: 0,
  file: 0,
  fileCoverage: 0,
  fileMeaning: 0,
  hits: 0,
  size: 0,
  shallow: 0,
};

/** Searching by meaning, words and names count nothing. */
const meaningOnly = (weights: RankingWeights): RankingWeights => {
  const { meaning, fileMeaning, hits } = weights.features;
  return { ...weights, features: { ...noFeatures, meaning, fileMeaning, hits } };
};

/** Orders candidates, best first; at most `limit` places. */
export function rank(
  candidates: readonly Candidate[],
  understanding: Understanding,
  options: { weights: RankingWeights; mode: SearchMode; limit: number },
): Ranked[] {
  const { limit } = options;
  const weights = options.mode === 'meaning' ? meaningOnly(options.weights) : options.weights;
  const lists = candidates.map((candidate) => listValues(candidate, weights));
  const hits = hitShares(
    candidates,
    lists.map((list) => list.keyword * weights.features.keyword + list.meaning * weights.features.meaning),
  );
  const scored = candidates.map((candidate, i): Scored => {
    const { features } = candidate;
    const list = lists[i] ?? features;
    let own = list.keyword * weights.features.keyword + list.meaning * weights.features.meaning;
    for (const name of otherChunkFeatures) own += weights.features[name] * features[name];
    let shared = (hits[i] ?? 0) * weights.features.hits;
    for (const name of otherFileFeatures) shared += weights.features[name] * features[name];
    const factor = roleFactor(candidate, understanding, weights) * weights.kinds[candidate.chunk.kind];
    return {
      candidate,
      own: own * factor,
      shared: shared * factor,
      factor,
      hits: hits[i] ?? 0,
      score: (own + shared) * factor + (candidate.lift?.effect ?? 0),
    };
  });
  scored.sort((a, b) => b.score - a.score || a.candidate.chunk.id - b.candidate.chunk.id);
  const { places, spans } = joinPieces(scored);
  return spread(places, weights, limit).map(({ candidate, score, factor, hits }) => {
    const parts = partsOf({ ...candidate.features, ...listValues(candidate, weights), hits }, weights);
    return {
      candidate,
      lines: spans.get(candidate) ?? linesOf(candidate),
      score,
      reasons: reasonsFor({ candidate, parts, factor, score }),
    };
  });
}

/** What each feature adds, before the factors. */
function partsOf(features: Features, weights: RankingWeights): Features {
  const parts: { -readonly [Name in FeatureName]: number } = { ...noFeatures };
  for (const name of featureNames) parts[name] = weights.features[name] * features[name];
  return parts;
}

/** 1 for the first of a list, falling with the rank (reciprocal rank fusion). */
const byRank = (place: number | null): number => (place === null ? 0 : (rankConstant + 1) / (rankConstant + place));

function listValues(
  { features, keywordRank, meaningRank }: Candidate,
  weights: RankingWeights,
): { keyword: number; meaning: number } {
  if (weights.fusion === 'scores') return { keyword: features.keyword, meaning: features.meaning };
  return { keyword: byRank(keywordRank), meaning: byRank(meaningRank) };
}

/** Each file's share of what was found by keyword and meaning, the file with most 1; one value per candidate. */
export function hitShares(candidates: readonly Candidate[], scores: readonly number[]): number[] {
  const sums = new Map<number, number>();
  for (const [i, { chunk }] of candidates.entries()) {
    sums.set(chunk.file.id, (sums.get(chunk.file.id) ?? 0) + (scores[i] ?? 0));
  }
  let largest = 0;
  for (const sum of sums.values()) largest = Math.max(largest, sum);
  return candidates.map(({ chunk }) => (largest > 0 ? (sums.get(chunk.file.id) ?? 0) / largest : 0));
}

/** The roles that count against a candidate: none that the query asks for. */
export function rolesAgainst({ chunk }: Candidate, { asksFor }: Understanding): FileRole[] {
  const { role } = chunk.file;
  if (role !== 'source') return asksFor.has(role) ? [] : [role];
  return chunk.isTest && !asksFor.has('test') ? ['test'] : [];
}

function roleFactor(candidate: Candidate, understanding: Understanding, weights: RankingWeights): number {
  const start = candidate.chunk.file.declaresOnly ? weights.header : 1;
  return rolesAgainst(candidate, understanding).reduce((factor, role) => factor * weights.roles[role], start);
}

/** Takes the best again and again, later places of a file and copies of what was taken counting less. */
function spread(scored: readonly Scored[], weights: RankingWeights, limit: number): Scored[] {
  const taken: Scored[] = [];
  const perFile = new Map<number, number>();
  const texts = new Set<string>();
  const left = [...scored];
  while (taken.length < limit && left.length > 0) {
    let best = -1;
    let bestScore = -Infinity;
    for (const [i, entry] of left.entries()) {
      // Entries are in order of their undamped score: none further down can win.
      if (entry.score <= bestScore) break;
      const { chunk } = entry.candidate;
      const place = perFile.get(chunk.file.id) ?? 0;
      const score =
        (entry.own * at(weights.repeat, place) + entry.shared * at(weights.repeatFile, place)) *
          (texts.has(chunk.textHash) ? 0.1 : 1) +
        (entry.candidate.lift?.effect ?? 0);
      if (score > bestScore) {
        best = i;
        bestScore = score;
      }
    }
    const [entry] = left.splice(best, 1);
    if (entry === undefined) break;
    const { chunk } = entry.candidate;
    perFile.set(chunk.file.id, (perFile.get(chunk.file.id) ?? 0) + 1);
    texts.add(chunk.textHash);
    taken.push({ ...entry, score: bestScore });
  }
  return taken;
}

const at = (list: readonly number[], place: number): number => list[Math.min(place, list.length - 1)] ?? 1;
