import type { ReactNode } from 'react';
import type { Panel } from '../../frame/preview-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Empty } from '../../ui/empty.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { HistoryList } from './history-list.tsx';

interface LineHistoryProps {
  readonly repositoryId: string;
  readonly panel: Extract<Panel, { kind: 'line-history' }>;
}

const nothing = (): void => undefined;

/** Commits that changed a range of lines. */
export function LineHistory({ repositoryId, panel }: LineHistoryProps): ReactNode {
  const { path, revision, firstLine, lastLine } = panel;
  const call = useCall('git.lineHistory', {
    repositoryId,
    path,
    firstLine,
    lastLine,
    limit: 200,
    ...(revision === null ? {} : { revision }),
  });
  if (call.data === undefined) {
    return <PanelState error={call.error} waiting="Following the lines back" onRetry={() => void call.refetch()} />;
  }
  if (call.data.entries.length === 0) {
    return <Empty title="No commit has these lines">They are not committed yet.</Empty>;
  }
  return <HistoryList entries={call.data.entries} onEnd={nothing} />;
}
