import type { ReactNode } from 'react';
import type { IndexMetrics } from '../../../shared/contract/indexing.ts';
import { formatCount, formatDateTime, formatDuration, plural } from '../../ui/format.ts';

const mostShown = 8;

const rateOf = (chunks: number, ms: number): string =>
  ms <= 0 || chunks === 0 ? '–' : `${formatCount(Math.round((1000 * chunks) / ms))}/s`;

/** What a run did, in words: a number of 0 means that this part was not run. */
function workOf({ files, embedded, reused }: IndexMetrics['builds'][number]): string {
  const read = files > 0 ? [`looked through ${plural(files, 'file')}`] : [];
  const chunks = embedded + reused;
  const meant = chunks > 0 ? [`vectors of ${plural(chunks, 'chunk')}`] : [];
  const done = [...read, ...meant].join(', ');
  return done === '' ? 'nothing had changed' : done.charAt(0).toUpperCase() + done.slice(1);
}

/** The latest builds: what for, how long each phase took, at what rate. */
export function BuildsPlot({ builds }: { readonly builds: IndexMetrics['builds'] }): ReactNode {
  const latest = builds.toSorted((a, b) => b.at - a.at).slice(0, mostShown);
  if (latest.length === 0) return <p className="metrics__none">No build was finished yet.</p>;
  const longest = Math.max(...latest.map(({ readingMs, embeddingMs }) => readingMs + embeddingMs), 1);
  const percent = (ms: number): string => `${Math.max(0.5, (100 * ms) / longest)}%`;
  return (
    <figure className="plot">
      <ul className="builds">
        {latest.map((build) => (
          <li key={build.at} className="builds__row">
            <p className="builds__line">
              <span>{workOf(build)}</span>
              <span className="muted">{formatDateTime(build.at)}</span>
            </p>
            <div className="builds__bar" aria-hidden>
              <span className="builds__part builds__part--reading" style={{ width: percent(build.readingMs) }} />
              <span className="builds__part builds__part--embedding" style={{ width: percent(build.embeddingMs) }} />
            </div>
            <p className="builds__line muted numeric">
              <span>{`files ${formatDuration(build.readingMs)}, meaning ${formatDuration(build.embeddingMs)}`}</span>
              <span title="Chunks embedded per second; vectors taken over">
                {`${rateOf(build.embedded, build.embeddingMs)} · ${formatCount(build.reused)} reused`}
              </span>
            </p>
          </li>
        ))}
      </ul>
      <figcaption className="plot__legend">
        <span>
          <i className="builds__key builds__part--reading" /> files
        </span>
        <span>
          <i className="builds__key builds__part--embedding" /> meaning
        </span>
      </figcaption>
    </figure>
  );
}
