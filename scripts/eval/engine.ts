import { folderSource } from '../../src/engine/models/index.ts';
import { collect } from '../../src/engine/search/collect.ts';
import { applyConditions } from '../../src/engine/search/filters/apply.ts';
import { IndexView } from '../../src/engine/search/index-view.ts';
import { parseQuery, understand, type Understanding } from '../../src/engine/search/query/index.ts';
import { QueryVectors } from '../../src/engine/search/query-vector.ts';
import type { Candidate } from '../../src/engine/search/ranking/features.ts';
import { rank, type Ranked } from '../../src/engine/search/ranking/rank.ts';
import type { RankingWeights } from '../../src/engine/search/ranking/weights.ts';
import type { SearchMode } from '../../src/shared/contract/search.ts';
import type { Question } from './cases.ts';
import { filesOf, ndcg, type Place } from './metric.ts';
import type { Prepared } from './prepare.ts';

/** A question with its candidates, ready to be ranked again and again with other weights. */
export interface Gathered {
  readonly repository: string;
  readonly language: string;
  readonly question: Question;
  readonly understanding: Understanding;
  readonly candidates: { readonly [Mode in SearchMode]: readonly Candidate[] };
}

/** Gathers the candidates of every question; `weights` decide the columns and the number of candidates only. */
export async function gather(
  prepared: readonly Prepared[],
  options: { weights: RankingWeights; modelFolder: string | null; modes: readonly SearchMode[] },
): Promise<Gathered[]> {
  const vectors = new QueryVectors(options.modelFolder === null ? null : folderSource(options.modelFolder));
  const gathered: Gathered[] = [];
  const cancellation = { throwIfCancelled: (): void => undefined };
  for (const each of prepared) {
    const view = new IndexView(each.indexFile, each.root, options.weights);
    for (const question of each.questions) {
      const parsed = parseQuery(question.query);
      const understanding = understand(parsed.text);
      const vector = await vectors.embed(parsed.text);
      const candidates = { hybrid: [] as Candidate[], keyword: [] as Candidate[], meaning: [] as Candidate[] };
      view.snapshot(() => {
        const { allowed } = applyConditions(parsed.groups, view.filterSources(), cancellation);
        for (const mode of options.modes) {
          candidates[mode] = collect(view, understanding, {
            weights: options.weights,
            queryVector: mode === 'keyword' ? null : vector,
            useKeyword: mode !== 'meaning',
            allowed,
            parsed,
          });
        }
      });
      gathered.push({ repository: each.repository, language: each.language, question, understanding, candidates });
    }
    view.close();
  }
  await vectors.dispose();
  return gathered;
}

/** Ranks one gathered question; ten places unless told. */
export function order(
  each: Gathered,
  options: { weights: RankingWeights; mode: SearchMode; limit?: number },
): Ranked[] {
  return rank(each.candidates[options.mode], each.understanding, { ...options, limit: options.limit ?? 10 });
}

export const placesOf = (ranked: readonly Ranked[]): Place[] =>
  ranked.map(({ candidate: { chunk }, lines }) => ({
    path: chunk.file.path,
    startLine: lines.start,
    endLine: lines.end,
  }));

/** NDCG@10 of one question when any place of a right file counts. */
export const fileScore = (each: Gathered, options: { weights: RankingWeights; mode: SearchMode }): number =>
  ndcg(placesOf(order(each, options)), filesOf(each.question.targets));
