import type { ReactNode } from 'react';
import { showDialog } from '../../frame/view-store.ts';
import { useCall } from '../../host/use-call.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import './updates.css';

/** The licences of what Whence holds of others, texts in full. */
export function LicencesDialog(): ReactNode {
  const call = useCall('settings.licences', {});
  return (
    <Dialog scrolls title="Licences" size="large" onClose={() => showDialog(null)}>
      {call.data === undefined ? (
        <PanelState error={call.error} waiting="Reading the licences" onRetry={() => void call.refetch()} />
      ) : (
        <pre className="licences">{call.data}</pre>
      )}
    </Dialog>
  );
}
