import type { Reason, SearchMode } from '../../../shared/contract/search.ts';
import type { Understanding } from '../query/understand.ts';
import type { Candidate, Features } from './features.ts';
import { reasonsFor } from './reasons.ts';
import type { RankingWeights } from './weights.ts';

export interface Ranked {
  readonly candidate: Candidate;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

interface Scored {
  readonly candidate: Candidate;
  readonly parts: Parts;
  readonly role: number;
  readonly score: number;
}

/** What each feature adds to the score, before the role's factor. */
export type Parts = { readonly [Name in keyof Features]: number };

const rankConstant = 60;

/** Orders candidates, best first; at most `limit` places. */
export function rank(
  candidates: readonly Candidate[],
  understanding: Understanding,
  options: { weights: RankingWeights; mode: SearchMode; limit: number },
): Ranked[] {
  const { weights, mode, limit } = options;
  const retrieval = candidates.map((candidate) => retrievalParts(candidate, weights, mode));
  const hits = hitShares(candidates, retrieval);
  const scored = candidates.map((candidate, i): Scored => {
    const { keyword, meaning } = retrieval[i] ?? { keyword: 0, meaning: 0 };
    const parts = partsOf(candidate, { keyword, meaning, hits: hits[i] ?? 0 }, { weights, mode });
    const sum = Object.values(parts).reduce((total, part) => total + part, 0);
    const role = roleFactor(candidate, understanding, weights);
    return { candidate, parts, role, score: sum * role };
  });
  scored.sort((a, b) => b.score - a.score || a.candidate.chunk.id - b.candidate.chunk.id);
  return spread(scored, weights, limit).map((entry) => ({
    candidate: entry.candidate,
    score: entry.score,
    reasons: reasonsFor(entry),
  }));
}

/** 1 for the first of a list, falling with the rank (reciprocal rank fusion). */
const byRank = (place: number | null): number => (place === null ? 0 : (rankConstant + 1) / (rankConstant + place));

function retrievalParts(
  candidate: Candidate,
  weights: RankingWeights,
  mode: SearchMode,
): { keyword: number; meaning: number } {
  const keyword = mode === 'meaning' ? 0 : weights.keyword;
  const meaning = mode === 'keyword' ? 0 : weights.meaning;
  if (weights.fusion === 'scores') {
    return { keyword: keyword * candidate.features.keyword, meaning: meaning * candidate.features.meaning };
  }
  return { keyword: keyword * byRank(candidate.keywordRank), meaning: meaning * byRank(candidate.meaningRank) };
}

/** For the best chunk of each file, the file's share of what was found (largest file 1); 0 for its other chunks. */
function hitShares(
  candidates: readonly Candidate[],
  retrieval: readonly { keyword: number; meaning: number }[],
): number[] {
  const sums = new Map<number, number>();
  const leaders = new Map<number, number>();
  const scores = retrieval.map((part) => part.keyword + part.meaning);
  for (const [i, { chunk }] of candidates.entries()) {
    const score = scores[i] ?? 0;
    sums.set(chunk.file.id, (sums.get(chunk.file.id) ?? 0) + score);
    const leader = leaders.get(chunk.file.id);
    if (leader === undefined || score > (scores[leader] ?? 0)) leaders.set(chunk.file.id, i);
  }
  let largest = 0;
  for (const sum of sums.values()) largest = Math.max(largest, sum);
  return candidates.map(({ chunk }, i) =>
    largest > 0 && leaders.get(chunk.file.id) === i ? (sums.get(chunk.file.id) ?? 0) / largest : 0,
  );
}

function partsOf(
  { features }: Candidate,
  retrieval: { keyword: number; meaning: number; hits: number },
  { weights, mode }: { weights: RankingWeights; mode: SearchMode },
): Parts {
  const rules = mode === 'meaning' ? 0 : 1;
  return {
    keyword: retrieval.keyword,
    meaning: retrieval.meaning,
    file: rules * weights.file * features.file,
    hits: weights.hits * retrieval.hits,
    coverage: rules * weights.coverage * features.coverage,
    fileCoverage: rules * weights.fileCoverage * features.fileCoverage,
    size: rules * weights.size * features.size,
    shallow: rules * weights.shallow * features.shallow,
    definition: rules * weights.definition * features.definition,
    names: rules * weights.names * features.names,
    enclosing: rules * weights.enclosing * features.enclosing,
    stem: rules * weights.stem * features.stem,
    stemExact: rules * weights.stemExact * features.stemExact,
    folders: rules * weights.folders * features.folders,
  };
}

function roleFactor({ chunk }: Candidate, { asksFor }: Understanding, weights: RankingWeights): number {
  const { role } = chunk.file;
  if (role === 'source') return 1;
  return asksFor.has(role) ? 1 : weights.roles[role];
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
      const damping = weights.repeat[Math.min(place, weights.repeat.length - 1)] ?? 1;
      const score = entry.score * damping * (texts.has(chunk.textHash) ? 0.1 : 1);
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
