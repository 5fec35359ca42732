import { expect, it } from 'vitest';
import { latencyBuckets, quantile, roundUp } from '../../../../src/renderer/features/metrics/plot.ts';

it('sums up search times', () => {
  expect([roundUp(0), roundUp(23.5), roundUp(110), roundUp(0.3)]).toEqual([1, 25, 200, 0.5]);
  expect([quantile([5, 1, 3, 2, 4], 0.5), quantile([1, 2], 0.99), quantile([], 0.5)]).toEqual([3, 2, 0]);
  const searches = [4, 1, 3, 2].map((at) => ({ at, tookMs: at * 10 }));
  expect(latencyBuckets(searches, 2)).toEqual([
    { at: 2, p50: 10, p95: 20, p99: 20 },
    { at: 4, p50: 30, p95: 40, p99: 40 },
  ]);
});
