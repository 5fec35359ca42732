import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import type { DiffLine } from '../../../shared/contract/git.ts';
import { useCall } from '../../host/use-call.ts';
import { PanelState } from '../../ui/panel-state.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import './diff-view.css';

const lineHeight = 18;
const signs = { context: ' ', added: '+', removed: '−' } as const;
/** Up to this many lines the diff is as high as it needs; a longer one scrolls in a box of its own. */
const mostOpenLines = 24;

/** A gap between two places of the file: the line before this one is not its neighbour. */
const isGap = (line: DiffLine, before: DiffLine | undefined): boolean =>
  before !== undefined &&
  line.newLine !== null &&
  before.newLine !== null &&
  line.kind === 'context' &&
  line.newLine > before.newLine + 1;

function Lines({ lines }: { readonly lines: readonly DiffLine[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
  });
  const height = Math.min(lines.length, mostOpenLines) * lineHeight;
  return (
    <ScrollBox ref={scroller} className="diff__scroller" height={height + 8} label="Change">
      <div className="diff__all" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          if (line === undefined) return null;
          const gap = isGap(line, lines[index - 1]) ? ' diff__line--gap' : '';
          return (
            <div
              key={key}
              className={`diff__line diff__line--${line.kind}${gap}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className="diff__number">{line.oldLine}</span>
              <span className="diff__number">{line.newLine}</span>
              <span className="diff__sign">{signs[line.kind]}</span>
              <span className="diff__text" dir="ltr" data-text="code">
                {line.text}
              </span>
            </div>
          );
        })}
      </div>
    </ScrollBox>
  );
}

interface DiffViewProps {
  readonly repositoryId: string;
  readonly commit: string;
  readonly path: string;
}

/** The change of one file in a commit, against its first parent. */
export function DiffView({ repositoryId, commit, path }: DiffViewProps): ReactNode {
  const call = useCall('git.diff', { repositoryId, commit, path });
  if (call.data === undefined) {
    return <PanelState error={call.error} waiting="Comparing" onRetry={() => void call.refetch()} />;
  }
  const { lines, binary, truncated } = call.data;
  if (binary) return <p className="diff__words">A binary file: there are no lines to compare.</p>;
  if (lines.length === 0)
    return <p className="diff__words">No line was changed: the file was only renamed or its mode changed.</p>;
  return (
    <div className="diff">
      <Lines lines={lines} />
      {truncated ? <p className="diff__words">The change is longer than what is shown.</p> : null}
    </div>
  );
}
