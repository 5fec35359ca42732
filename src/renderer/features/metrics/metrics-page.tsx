import type { ReactNode } from 'react';
import type { IndexMetrics } from '../../../shared/contract/indexing.ts';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { keyHint } from '../../frame/keys.ts';
import { useActions } from '../../frame/use-actions.ts';
import { showPage } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { formatBytes, formatCount, formatDateTime, formatDuration } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { BuildsPlot } from './builds-plot.tsx';
import { BytesPlot } from './bytes-plot.tsx';
import { LatencyPlot } from './latency-plot.tsx';
import './metrics-page.css';

function Figure({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <div className="metrics__figure">
      <dt>{label}</dt>
      <dd className="numeric">{value}</dd>
    </div>
  );
}

function Figures({
  metrics,
  summary,
}: {
  readonly metrics: IndexMetrics;
  readonly summary: RepositorySummary;
}): ReactNode {
  const { search, builds } = metrics;
  const made = builds.reduce((sum, { embedded }) => sum + embedded, 0);
  const reused = builds.reduce((sum, build) => sum + build.reused, 0);
  const reuse = made + reused === 0 ? '–' : `${Math.round((100 * reused) / (made + reused))} %`;
  const time = (ms: number): string => (search.count === 0 ? '–' : formatDuration(ms));
  return (
    <dl className="metrics__figures">
      <Figure label="Search p50" value={time(search.p50)} />
      <Figure label="p95" value={time(search.p95)} />
      <Figure label="p99" value={time(search.p99)} />
      <Figure label="Searches" value={formatCount(search.count)} />
      <Figure label="Chunks" value={summary.counts === null ? '–' : formatCount(summary.counts.chunks)} />
      <Figure label="Index" value={formatBytes(metrics.bytes.total)} />
      <Figure label="Vectors reused" value={reuse} />
      <Figure label="Recoveries" value={formatCount(metrics.recoveries)} />
    </dl>
  );
}

function EventLog({ metrics }: { readonly metrics: IndexMetrics }): ReactNode {
  if (metrics.events.length === 0) return <p className="metrics__none">Nothing has happened yet.</p>;
  return (
    <ol className="metrics__log">
      {metrics.events
        .toSorted((a, b) => b.at - a.at)
        .map((event) => (
          <li key={`${event.at} ${event.message}`} className="metrics__event">
            <time className="numeric">{formatDateTime(event.at)}</time>
            <span className="metrics__event-kind">{event.kind.replace('-', ' ')}</span>
            <span>{event.message}</span>
          </li>
        ))}
    </ol>
  );
}

/** How the index of a root does: search times, builds, bytes, and what happened. */
export function MetricsPage({ summary }: { readonly summary: RepositorySummary }): ReactNode {
  const { repositoryId } = summary;
  const call = useCall('indexing.metrics', { repositoryId }, { staleAfter: 0, every: 5000, keep: true });
  useActions({ back: () => showPage(null) });
  const metrics = call.data;
  return (
    <Page title={`Metrics of ${summary.name}`} backHint={keyHint('back')} onBack={() => showPage(null)}>
      <ScrollBox className="metrics" label="Metrics">
        {metrics === undefined ? (
          <PanelState error={call.error} waiting="Gathering" onRetry={() => void call.refetch()} />
        ) : (
          <>
            <Figures metrics={metrics} summary={summary} />
            <section className="metrics__block metrics__block--wide">
              <h2>Search time</h2>
              <LatencyPlot searches={metrics.recentSearches} />
            </section>
            <section className="metrics__block">
              <h2>Builds</h2>
              <BuildsPlot builds={metrics.builds} />
            </section>
            <section className="metrics__block">
              <h2>Where the bytes are</h2>
              <BytesPlot bytes={metrics.bytes} />
            </section>
            <section className="metrics__block metrics__block--wide">
              <h2>Events</h2>
              <EventLog metrics={metrics} />
            </section>
          </>
        )}
      </ScrollBox>
    </Page>
  );
}
