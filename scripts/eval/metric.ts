import type { Target } from './cases.ts';

/** What a place in a result list must say to be judged. */
export interface Place {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

const samePath = (a: string, b: string): boolean => a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);

/** True when a place answers: same file, and lines that overlap where the target has lines. */
export function covers(place: Place, target: Target): boolean {
  if (!samePath(place.path, target.path)) return false;
  if (target.start_line === undefined || target.end_line === undefined) return true;
  return !(place.endLine < target.start_line || place.startLine > target.end_line);
}

/** The files of the targets, each once. */
export const filesOf = (targets: readonly Target[]): Target[] =>
  [...new Set(targets.map(({ path }) => path))].map((path) => ({ path }));

const discounted = (gains: readonly number[]): number =>
  gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);

/** NDCG@10, binary: a target counts at the first place that covers it; the ideal has every target first. */
export function ndcg(places: readonly Place[], targets: readonly Target[], depth = 10): number {
  if (targets.length === 0) return 0;
  const gains = Array.from({ length: depth }, () => 0);
  for (const target of targets) {
    const rank = places.slice(0, depth).findIndex((place) => covers(place, target));
    if (rank >= 0) gains[rank] = 1;
  }
  return discounted(gains) / discounted(Array.from({ length: Math.min(depth, targets.length) }, () => 1));
}

/** Rank (1-based) of the first place that answers; null when none does. */
export function firstAnswer(places: readonly Place[], targets: readonly Target[]): number | null {
  const at = places.findIndex((place) => targets.some((target) => covers(place, target)));
  return at < 0 ? null : at + 1;
}

export const mean = (list: readonly number[]): number =>
  list.length === 0 ? 0 : list.reduce((a, b) => a + b, 0) / list.length;

export const quantile = (list: readonly number[], q: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? 0;
