import { chunkKinds, fileRoles } from '../../src/shared/chunk-kind.ts';
import type { RankingWeights } from '../../src/engine/search/index.ts';
import { featureNames } from '../../src/engine/search/ranking/weights.ts';
import type { SearchMode } from '../../src/shared/contract/search.ts';
import { type Gathered, order, placesOf } from './engine.ts';
import { covers, firstAnswer, mean, ndcg } from './metric.ts';

const steps = [0.5, 0.75, 1.3, 2];

/** NDCG@10, mean over languages of the mean over repositories. */
export function scoreOf(gathered: readonly Gathered[], weights: RankingWeights, modes: readonly SearchMode[]): number {
  const byRepository = new Map<string, { language: string; scores: number[] }>();
  for (const each of gathered) {
    const entry = byRepository.get(each.repository) ?? { language: each.language, scores: [] };
    for (const mode of modes) {
      const places = placesOf(order(each, { weights, mode }));
      const { targets } = each.question;
      const byLines = targets.every((target) => target.start_line !== undefined);
      const rank = firstAnswer(places, targets);
      entry.scores.push(byLines ? (rank === null ? 0 : 1 / Math.log2(rank + 1)) : ndcg(places, targets));
    }
    byRepository.set(each.repository, entry);
  }
  const languages = Map.groupBy(byRepository.values(), ({ language }) => language);
  return mean([...languages.values()].map((rows) => mean(rows.map(({ scores }) => mean(scores)))));
}

/** How much the first and the second set count. */
const shares = [0.75, 0.25];

/** Keeps the candidates that could reach the first places. */
function prune(each: Gathered, weights: RankingWeights, modes: readonly SearchMode[]): Gathered {
  const candidates = { ...each.candidates };
  const open = { ...weights, repeat: [1], repeatFile: [1] };
  for (const mode of modes) {
    const kept = new Set(order(each, { weights: open, mode, limit: 200 }).map(({ candidate }) => candidate));
    candidates[mode] = each.candidates[mode].filter(
      (candidate) =>
        kept.has(candidate) ||
        each.question.targets.some((target) => covers({ path: candidate.chunk.file.path, ...candidate.chunk }, target)),
    );
  }
  return { ...each, candidates };
}

/** Coordinate ascent over the numeric weights, the role factors and the damping of repeats. */
export function tune(
  sets: readonly (readonly Gathered[])[],
  start: RankingWeights,
  modes: readonly SearchMode[],
): { weights: RankingWeights; score: number } {
  let weights = start;
  const pruned = sets.map((gathered) => gathered.map((each) => prune(each, start, modes)));
  const parts = [0, 1].map((part) => pruned.map((gathered) => everyOther(gathered, part)));
  const scoresOf = (of: RankingWeights): number[] =>
    parts.map((part) => part.reduce((sum, list, i) => sum + scoreOf(list, of, modes) * (shares[i] ?? 0), 0));
  let scores = scoresOf(weights);
  for (let round = 0; round < 3; round += 1) {
    const before = mean(scores);
    for (const change of changes()) {
      for (const step of steps) {
        const candidate = change(weights, step);
        const values = scoresOf(candidate);
        const gains = values.map((value, i) => value - (scores[i] ?? 0));
        // A change must earn its place and hold on both parts: else it learns the questions.
        if (mean(gains) > 0.0005 && Math.min(...gains) >= -0.0002) {
          weights = candidate;
          scores = values;
        }
      }
    }
    const score = mean(scores);
    console.error(`round ${round + 1}: ${score.toFixed(4)}`);
    if (score - before < 0.0005) break;
  }
  return { weights, score: mean(scores) };
}

/** Every other repository of what is tuned on. */
function everyOther(gathered: readonly Gathered[], part: number): Gathered[] {
  const names = [...new Set(gathered.map(({ repository }) => repository))];
  return gathered.filter(({ repository }) => names.indexOf(repository) % 2 === part);
}

const rounded = (value: number): number => Number(value.toPrecision(3));

type Change = (from: RankingWeights, step: number) => RankingWeights;

function changes(): Change[] {
  const features = featureNames.map((name): Change => (from, step) => {
    const value = rounded((from.features[name] || 0.05) * step);
    return { ...from, features: { ...from.features, [name]: value } };
  });
  const kinds = chunkKinds.map((kind): Change => (from, step) => {
    const factor = Math.min(1.2, rounded(from.kinds[kind] * Math.sqrt(step)));
    return { ...from, kinds: { ...from.kinds, [kind]: factor } };
  });
  const roles = fileRoles
    .filter((role) => role !== 'source')
    .map((role): Change => (from, step) => {
      const factor = Math.min(1, rounded(from.roles[role] * step));
      return { ...from, roles: { ...from.roles, [role]: factor } };
    });
  const repeats = [1, 2, 3].flatMap((place): Change[] => [
    (from, step) => ({ ...from, repeat: at(from.repeat, place, step) }),
    (from, step) => ({ ...from, repeatFile: at(from.repeatFile, place, step) }),
  ]);
  return [...features, ...repeats, ...roles, ...kinds];
}

const at = (list: readonly number[], place: number, step: number): number[] =>
  list.map((value, i) => (i === place ? Math.min(1, rounded(Math.max(value, 0.02) * step)) : value));
