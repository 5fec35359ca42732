import type { ReactNode } from 'react';
import type { IndexMetrics } from '../../../shared/contract/indexing.ts';
import { formatBytes } from '../../ui/format.ts';

const parts = [
  ['text', 'Text'],
  ['keyword', 'Keyword index'],
  ['vectors', 'Vectors'],
  ['other', 'Blame, history, other'],
] as const;

/** The size of the index by what fills it. */
export function BytesPlot({ bytes }: { readonly bytes: IndexMetrics['bytes'] }): ReactNode {
  if (bytes.total === 0) return <p className="metrics__none">The index is empty.</p>;
  return (
    <figure className="plot">
      <div className="bytes__bar" aria-hidden>
        {parts.map(([key]) => (
          <span
            key={key}
            className={`bytes__part bytes__part--${key}`}
            style={{ width: `${(100 * bytes[key]) / bytes.total}%` }}
          />
        ))}
      </div>
      <dl className="bytes__legend">
        {parts.map(([key, label]) => (
          <div key={key} className="bytes__row">
            <dt>
              <i className={`builds__key bytes__part--${key}`} /> {label}
            </dt>
            <dd className="numeric">{`${formatBytes(bytes[key])}, ${Math.round((100 * bytes[key]) / bytes.total)} %`}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
