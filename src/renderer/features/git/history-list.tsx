import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { HistoryEntry } from '../../../shared/contract/git.ts';
import { openPanel } from '../../frame/preview-store.ts';
import { formatAge, formatDateTime, shortCommit, momentOf } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import './history-list.css';

interface HistoryListProps {
  readonly entries: readonly HistoryEntry[];
  /** Called when the end comes into sight. */
  readonly onEnd: () => void;
  readonly children?: ReactNode;
}

const rowHeight = 28;

function Entry({ entry, now }: { readonly entry: HistoryEntry; readonly now: number }): ReactNode {
  const when = momentOf(entry.date);
  const renamed = entry.change === 'renamed' && entry.oldPath !== null;
  return (
    <AriaButton
      className="history__row"
      onPress={() => openPanel({ kind: 'commit', commit: entry.commit, path: entry.path })}
    >
      <code className="history__commit">{shortCommit(entry.commit)}</code>
      <span className="history__summary">{entry.summary}</span>
      {entry.change === 'modified' ? null : (
        <span className="history__change" title={renamed ? `from ${entry.oldPath}` : undefined}>
          {renamed ? `renamed from ${entry.oldPath}` : entry.change}
        </span>
      )}
      <span className="history__author">{entry.author}</span>
      <span className="history__age numeric" title={formatDateTime(when)}>
        {formatAge(when, now)}
      </span>
    </AriaButton>
  );
}

/** Commits, newest first, drawn only where in sight. Each opens. */
export function HistoryList({ entries, onEnd, children }: HistoryListProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const atEnd = (items.at(-1)?.index ?? 0) >= entries.length - 5;
  useEffect(() => {
    if (atEnd) onEnd();
  }, [atEnd, entries.length, onEnd]);
  const now = useNow();
  return (
    <div ref={scroller} className="history">
      <ul className="history__all" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const entry = entries[index];
          return entry === undefined ? null : (
            <li key={key} className="history__item" style={{ transform: `translateY(${start}px)` }}>
              <Entry entry={entry} now={now} />
            </li>
          );
        })}
      </ul>
      {children}
    </div>
  );
}
