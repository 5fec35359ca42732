import type { IndexMetrics, Quantiles } from '../../shared/contract/indexing.ts';
import type { IndexReader, MetricName } from '../store/index.ts';

/** Samples of each metric that the page of metrics is drawn from. */
const samplesShown = 2000;
const searchesPlotted = 200;
const eventsShown = 200;

/** What an index measured of itself. */
export function readMetrics(reader: IndexReader): IndexMetrics {
  const { model } = reader.manifest();
  const searches = reader.samples('search.took', samplesShown);
  const events = reader.events(eventsShown);
  return {
    search: quantilesOf(searches.map(({ value }) => value)),
    recentSearches: searches.slice(-searchesPlotted).map(({ at, value }) => ({ at, tookMs: value })),
    builds: buildsOf(reader),
    recoveries: events.filter(({ kind }) => kind === 'recovered' || kind === 'repaired').length,
    events,
    bytes: bytesOf(reader),
    model: model && { id: model.id, revision: model.revision, dimensions: model.dimensions },
  };
}

function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Samples that were recorded together, at one moment, are of one run. */
function buildsOf(reader: IndexReader): IndexMetrics['builds'] {
  const runs = new Map<number, Map<MetricName, number>>();
  const names: readonly MetricName[] = [
    'reading.took',
    'reading.files',
    'reading.chunks',
    'embedding.took',
    'embedding.chunks',
    'embedding.reused',
  ];
  for (const name of names) {
    for (const { at, value } of reader.samples(name, 100)) {
      const run = runs.get(at) ?? new Map<MetricName, number>();
      runs.set(at, run.set(name, value));
    }
  }
  return [...runs]
    .sort(([a], [b]) => a - b)
    .map(([at, run]) => ({
      at,
      reason: run.has('reading.took') ? 'reading' : 'embedding',
      readingMs: run.get('reading.took') ?? 0,
      embeddingMs: run.get('embedding.took') ?? 0,
      files: run.get('reading.files') ?? 0,
      chunks: run.get('reading.chunks') ?? 0,
      embedded: run.get('embedding.chunks') ?? 0,
      reused: run.get('embedding.reused') ?? 0,
    }));
}

/** Bytes by what they are for. `dbstat` reads every page, which is too slow for large indexes: those show the total only. */
function bytesOf(reader: IndexReader): IndexMetrics['bytes'] {
  const total = reader.bytesOnDisk();
  if (total > 256 * 1024 * 1024) return { total, text: 0, keyword: 0, vectors: 0, other: total };
  const { text, keyword, vectors } = reader.bytesByUse();
  return { total, text, keyword, vectors, other: Math.max(0, total - text - keyword - vectors) };
}
