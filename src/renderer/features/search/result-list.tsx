import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { SearchAnswer } from '../../../shared/contract/search.ts';
import { useActions } from '../../frame/use-actions.ts';
import { useHitBlameOf } from '../../host/use-hit-blame.ts';
import { groupResults, type ResultRow } from './group-results.ts';
import { FileRow, HitRow, MoreRow } from './result-row.tsx';
import { raiseLimit, select, toggleExplained, unfold, useSearch } from './search-store.ts';
import './result-list.css';

interface ResultListProps {
  readonly repositoryId: string;
  readonly answer: SearchAnswer;
  readonly blamed: boolean;
  readonly onOpen: () => void;
}

const rowKey = (row: ResultRow): string =>
  row.type === 'hit' ? `hit ${row.result.chunkId}` : `${row.type} ${row.path}`;

const estimate = (row: ResultRow | undefined): number => {
  if (row?.type !== 'hit') return 28;
  return 28 + 18 * Math.min(3, row.result.snippet.length) + (row.grouped ? 0 : 4);
};

const rowClass = (row: ResultRow): string => {
  if (row.type !== 'hit') return `result result--${row.type}`;
  return `result result--hit ${row.grouped ? 'result--grouped' : 'result--first'}`;
};

/** The hits, drawn only where they are in sight. Focus moves by keys; a click selects, a double click opens. */
export function ResultList({ repositoryId, answer, blamed, onOpen }: ResultListProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const unfolded = useSearch((state) => state.unfolded);
  const rows = useMemo(() => groupResults(answer.results, unfolded), [answer.results, unfolded]);
  const selected = useSearch((state) => state.selected);
  const explained = useSearch((state) => state.explained);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 6,
    paddingEnd: 16,
  });
  const inSight = virtual.getVirtualItems();

  const at = rows.findIndex((row) => row.type === 'hit' && row.result.chunkId === selected?.chunkId);
  const step = (by: -1 | 1): boolean => {
    let next = at + by;
    while (rows[next] !== undefined && rows[next]?.type !== 'hit') next += by;
    const row = rows[next];
    if (row?.type !== 'hit') return true;
    select(row.result);
    virtual.scrollToIndex(row.index === 0 ? 0 : next);
    return true;
  };
  useActions({
    'results.next': () => step(1),
    'results.previous': () => step(-1),
    'results.unfold': () => (selected === null ? false : (unfold(selected.path), true)),
    'results.why': () => (selected === null ? false : toggleExplained(selected.chunkId)),
  });

  const shownIds = inSight.flatMap(({ index }) => {
    const row = rows[index];
    return row?.type === 'hit' ? [row.result.chunkId] : [];
  });
  useHitBlameOf(repositoryId, shownIds, blamed);

  const last = inSight.at(-1)?.index ?? 0;
  const wantsMore = answer.results.length < answer.total && last >= rows.length - 10;
  useEffect(() => {
    if (wantsMore) raiseLimit();
  }, [wantsMore]);

  const first = rows[0]?.type === 'hit' ? rows[0].result.chunkId : rows[0]?.path;
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [answer.query, first]);

  const hits = answer.results.length;
  const selectedId = at === -1 ? undefined : `hit-${selected?.chunkId}`;
  return (
    <div
      ref={scroller}
      className="result-list"
      id="result-list"
      role="listbox"
      tabIndex={0}
      aria-label="Results"
      aria-activedescendant={inSight.some(({ index }) => index === at) ? selectedId : undefined}
    >
      <div className="result-list__all" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {inSight.map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const place = { transform: `translateY(${start}px)` };
          if (row.type !== 'hit') {
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={rowClass(row)}
                style={place}
                role="presentation"
              >
                {row.type === 'file' ? <FileRow path={row.path} hits={row.hits} /> : <MoreRow {...row} />}
              </div>
            );
          }
          const { result } = row;
          return (
            // Keys act on the selected hit from anywhere in the window: see the actions above.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              id={`hit-${result.chunkId}`}
              className={rowClass(row)}
              style={place}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              aria-posinset={row.index + 1}
              aria-setsize={hits}
              onClick={() => select(result)}
              onDoubleClick={onOpen}
            >
              <HitRow
                repositoryId={repositoryId}
                result={result}
                grouped={row.grouped}
                explained={explained.has(result.chunkId)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
