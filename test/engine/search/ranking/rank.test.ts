import { expect, it } from 'vitest';
import { understand } from '../../../../src/engine/search/query/index.ts';
import type { Candidate } from '../../../../src/engine/search/ranking/features.ts';
import { rank } from '../../../../src/engine/search/ranking/rank.ts';
import { defaultWeights } from '../../../../src/engine/search/ranking/weights.ts';
import { candidate, chunkRow } from '../../../helpers/candidates.ts';

const order = (candidates: readonly Candidate[], limit = 10): number[] =>
  rank(candidates, understand('parseHeader'), { weights: defaultWeights, mode: 'hybrid', limit }).map(
    (ranked) => ranked.candidate.chunk.id,
  );

// Catches a weight of `definition` that words and meaning outvote.
it('puts what defines the name before what is best by its words and by its meaning', () => {
  const uses = candidate(chunkRow(1), { keyword: 1, meaning: 1, coverage: 1 });
  const defines = candidate(chunkRow(2), { keyword: 0.3, meaning: 0.3, coverage: 1, definition: 1 });
  expect(order([uses, defines])).toEqual([2, 1]);
});

// Catches a first page that shows one text several times.
it('puts copies of a text after other texts, though they are found better', () => {
  const found = { keyword: 1, meaning: 1, coverage: 1, names: 1 };
  const copies = [1, 2, 3].map((id) => candidate(chunkRow(id, { textHash: 'same' }), found));
  const others = [4, 5].map((id) => candidate(chunkRow(id), { keyword: 0.4, meaning: 0.4, coverage: 0.5, names: 0.3 }));
  expect(order([...copies, ...others])).toEqual([1, 4, 5, 2, 3]);
  expect(order([...copies, ...others], 3)).toEqual([1, 4, 5]);
});
