import type { ReactNode } from 'react';
import { formatDateTime, formatDuration } from '../../ui/format.ts';
import { useWidth } from '../../ui/use-width.ts';
import { type LatencyBucket, latencyBuckets, roundUp } from './plot.ts';

const height = 160;
const left = 56;
const bottom = 20;
const top = 8;

const mostPoints = 24;

const series = [
  { key: 'p99', label: 'p99', dash: '2 3' },
  { key: 'p95', label: 'p95', dash: '6 3' },
  { key: 'p50', label: 'p50', dash: undefined },
] as const;

interface PlotProps {
  readonly searches: readonly { readonly at: number; readonly tookMs: number }[];
}

/** p50, p95 and p99 of the latest searches, in the order made. Lines differ by dash as well as by colour. */
export function LatencyPlot({ searches }: PlotProps): ReactNode {
  const [measure, width] = useWidth();
  if (searches.length < 2) return <p className="metrics__none">Shows from the second search on.</p>;
  const buckets = latencyBuckets(searches, mostPoints);
  const peak = roundUp(Math.max(...buckets.map(({ p99 }) => p99)));
  const x = (index: number): number => left + (index * (width - left - 8)) / Math.max(1, buckets.length - 1);
  const y = (ms: number): number => top + (1 - ms / peak) * (height - top - bottom);
  const path = (key: 'p50' | 'p95' | 'p99'): string =>
    buckets
      .map((bucket: LatencyBucket, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(bucket[key]).toFixed(1)}`)
      .join(' ');
  return (
    <figure ref={measure} className="plot">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Search time, up to ${formatDuration(peak)}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="plot__grid" x1={left} x2={width - 8} y1={y(peak * share)} y2={y(peak * share)} />
            <text className="plot__label plot__label--end" x={left - 8} y={y(peak * share) + 4}>
              {formatDuration(peak * share)}
            </text>
          </g>
        ))}
        {series.map(({ key, dash }) => (
          <path key={key} className={`plot__line plot__line--${key}`} d={path(key)} strokeDasharray={dash} />
        ))}
        <text className="plot__label" x={left} y={height - 4}>
          {formatDateTime(buckets[0]?.at ?? 0)}
        </text>
        <text className="plot__label plot__label--end" x={width - 8} y={height - 4}>
          {formatDateTime(buckets.at(-1)?.at ?? 0)}
        </text>
      </svg>
      <figcaption className="plot__legend">
        {series.map(({ key, label, dash }) => (
          <span key={key}>
            <svg width="24" height="8" aria-hidden>
              <path className={`plot__line plot__line--${key}`} d="M0 4H24" strokeDasharray={dash} />
            </svg>
            {label}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
