import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { SkippedFile, SkipReason } from '../../../shared/contract/indexing.ts';
import { showDialog } from '../../frame/view-store.ts';
import { useAction, useCall } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { PanelState } from '../../ui/panel-state.tsx';
import { PathLabel } from '../../ui/path-label.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { reasonWords } from './reason-words.ts';
import './skipped-dialog.css';

const rowHeight = 28;
const mostListed = 10_000;

function Rows({ files }: { readonly files: readonly SkippedFile[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    <ScrollBox ref={scroller} className="skipped__list" label="Files left out">
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const file = files[index];
          return file === undefined ? null : (
            <li key={key} className="skipped__row" style={{ transform: `translateY(${start}px)` }}>
              <PathLabel path={file.path} folderFirst />
              <span className="skipped__reason" title={file.detail ?? undefined}>
                {reasonWords[file.reason].short}
                {file.detail === null ? '' : `: ${file.detail}`}
              </span>
            </li>
          );
        })}
      </ul>
    </ScrollBox>
  );
}

interface ReasonsProps {
  readonly files: readonly SkippedFile[];
  readonly chosen: SkipReason | null;
  readonly onChoose: (reason: SkipReason | null) => void;
}

function Reasons({ files, chosen, onChoose }: ReasonsProps): ReactNode {
  const counts = new Map<SkipReason, number>();
  for (const { reason } of files) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const inOrder = [...counts].sort((a, b) => b[1] - a[1]);
  return (
    <div className="skipped__reasons" role="group" aria-label="Reasons">
      {inOrder.map(([reason, count]) => (
        <AriaButton
          key={reason}
          className="skipped__chip"
          aria-pressed={chosen === reason}
          onPress={() => onChoose(chosen === reason ? null : reason)}
        >
          {reasonWords[reason].short} <span className="numeric muted">{formatCount(count)}</span>
        </AriaButton>
      ))}
    </div>
  );
}

/** Files that failed are not left out on purpose: they can be read again. */
function RetryFailed({
  repositoryId,
  files,
}: {
  readonly repositoryId: string;
  readonly files: readonly SkippedFile[];
}): ReactNode {
  const start = useAction('indexing.start');
  const failed = files.filter(({ reason }) => reason === 'failed' || reason === 'time-budget').length;
  if (failed === 0) return null;
  const retry = (): void => {
    start.mutate({ repositoryId, retryFailed: true });
    showDialog(null);
  };
  return <Button onPress={retry}>{`Read the ${plural(failed, 'failed file')} again`}</Button>;
}

/** Every file that is not in the index, with its reason. */
export function SkippedDialog({ repositoryId }: { readonly repositoryId: string }): ReactNode {
  const call = useCall('indexing.skipped', { repositoryId, limit: mostListed }, { staleAfter: 0 });
  const [chosen, setChosen] = useState<SkipReason | null>(null);
  const all = call.data?.files;
  const files = useMemo(() => (all ?? []).filter(({ reason }) => chosen === null || reason === chosen), [all, chosen]);
  const total = call.data?.total ?? 0;
  return (
    <Dialog title="Left out of the index" size="large" onClose={() => showDialog(null)}>
      {all === undefined ? (
        <PanelState error={call.error} waiting="Reading the list" onRetry={() => void call.refetch()} />
      ) : null}
      {all !== undefined && total === 0 ? (
        <Empty title="Nothing was left out">Every file is in the index.</Empty>
      ) : null}
      {all !== undefined && total > 0 ? (
        <>
          <Reasons files={all} chosen={chosen} onChoose={setChosen} />
          <p className="skipped__words">
            {chosen === null
              ? `${plural(total, 'file')} ${total === 1 ? 'is' : 'are'} not searched.`
              : reasonWords[chosen].long}
            {total > all.length ? ` The first ${formatCount(all.length)} are listed.` : ''}
          </p>
          <Rows files={files} />
          <RetryFailed repositoryId={repositoryId} files={all} />
        </>
      ) : null}
    </Dialog>
  );
}
