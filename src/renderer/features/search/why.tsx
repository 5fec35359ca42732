import type { ReactNode } from 'react';
import type { SearchResult } from '../../../shared/contract/search.ts';
import './why.css';

const signed = (effect: number): string => {
  const size = Math.abs(effect);
  const digits = size >= 1 ? 2 : 3;
  return `${effect < 0 ? '−' : '+'}${size.toFixed(digits)}`;
};

const rankWords = (rank: number | null, list: string): string =>
  rank === null ? `not among the best by ${list}` : `number ${rank} by ${list}`;

/** What put a result where it is: its two ranks, then everything that raised or lowered it. */
export function Why({ result }: { readonly result: SearchResult }): ReactNode {
  return (
    <span className="why">
      <span className="why__ranks">
        {rankWords(result.keywordRank, 'keyword')} · {rankWords(result.meaningRank, 'meaning')} · score{' '}
        <span className="numeric">{result.score.toFixed(3)}</span>
      </span>
      {result.reasons.map((reason) => (
        <span key={`${reason.kind} ${reason.text}`} className="why__reason">
          <span className={`why__effect${reason.effect < 0 ? ' why__effect--down' : ''}`}>
            {reason.effect === 0 ? '·' : signed(reason.effect)}
          </span>
          <span>{reason.text}</span>
        </span>
      ))}
    </span>
  );
}
