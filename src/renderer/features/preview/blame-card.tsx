import { type ReactNode, useEffect } from 'react';
import type { BlameLine } from '../../../shared/contract/git.ts';
import { formatMoment, shortCommit, momentOf } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import './blame-card.css';

interface BlameCardProps {
  readonly line: BlameLine;
  /** The gutter element it belongs to, in window coordinates. */
  readonly at: DOMRect;
  /** The text beside it may have moved on, under a pointer that rests: the card is of another line now. */
  readonly onMoved: () => void;
}

const roomBelow = 140;

/** The commit of a line, beside its place in the gutter. Keyboards reach the same through the commit panel. */
export function BlameCard({ line, at, onMoved }: BlameCardProps): ReactNode {
  useEffect(() => {
    window.addEventListener('keydown', onMoved);
    window.addEventListener('scroll', onMoved, true);
    return () => {
      window.removeEventListener('keydown', onMoved);
      window.removeEventListener('scroll', onMoved, true);
    };
  }, [onMoved]);
  const above = at.bottom + roomBelow > window.innerHeight;
  const place = above
    ? { left: at.left + 8, bottom: window.innerHeight - at.top + 4 }
    : { left: at.left + 8, top: at.bottom + 4 };
  const when = momentOf(line.date);
  const now = useNow();
  return (
    <div className="blame-card" style={place} role="presentation">
      {line.committed ? (
        <>
          <p className="blame-card__summary">{line.summary}</p>
          <p>
            {line.author} <span className="muted">{line.email === '' ? '' : `<${line.email}>`}</span>
          </p>
          <p className="muted">
            {`${formatMoment(when, now, ' · ')} · `}
            <code>{shortCommit(line.commit)}</code>
            {line.boundary ? ' · history ends here' : ''}
          </p>
        </>
      ) : (
        <p className="blame-card__summary">Not committed yet</p>
      )}
    </div>
  );
}
