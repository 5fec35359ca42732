/** A round number at or above `value`: 1, 2, 2.5 or 5 times a power of ten. The top of an axis. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((each) => value <= each * power) ?? 10;
  return step * power;
}

/** The value that a share `q` (0 to 1) of the values does not exceed, by the nearest rank; 0 for none. */
export function quantile(values: readonly number[], q: number): number {
  const inOrder = values.toSorted((a, b) => a - b);
  return inOrder[Math.max(0, Math.ceil(q * inOrder.length) - 1)] ?? 0;
}

export interface LatencyBucket {
  /** Milliseconds since the epoch of its last search. */
  readonly at: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Searches in the order made, cut into at most `count` groups of the same size. */
export function latencyBuckets(
  searches: readonly { readonly at: number; readonly tookMs: number }[],
  count: number,
): readonly LatencyBucket[] {
  const inOrder = searches.toSorted((a, b) => a.at - b.at);
  const size = Math.max(1, Math.ceil(inOrder.length / count));
  const buckets = [];
  for (let start = 0; start < inOrder.length; start += size) {
    const group = inOrder.slice(start, start + size);
    const times = group.map(({ tookMs }) => tookMs);
    buckets.push({
      at: group.at(-1)?.at ?? 0,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      p99: quantile(times, 0.99),
    });
  }
  return buckets;
}
