import type { ReactNode } from 'react';
import { useCall } from '../../host/use-call.ts';
import { showDialog } from '../../frame/view-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import './log-dialog.css';

/** What the host wrote down of failures and slow work, and where. */
export function LogDialog(): ReactNode {
  const call = useCall('settings.log', {}, { staleAfter: 0 });
  return (
    <Dialog scrolls title="Log" size="large" onClose={() => showDialog(null)}>
      {call.data === undefined ? (
        <PanelState error={call.error} waiting="Reading the log" onRetry={() => void call.refetch()} />
      ) : (
        <>
          <p>
            <code>{call.data.file}</code>
          </p>
          <pre className="log">{call.data.lines.join('\n') || 'Nothing was written down yet.'}</pre>
        </>
      )}
    </Dialog>
  );
}
