import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { StorageEntry } from '../../../shared/contract/settings.ts';
import { showRepository, useView } from '../../frame/view-store.ts';
import { useAction, useCall } from '../../host/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { PathLabel } from '../../ui/path-label.tsx';
import { SectionTitle } from '../../ui/setting-row.tsx';
import './storage-section.css';

function DeleteDialog({ entry, onClose }: { readonly entry: StorageEntry; readonly onClose: () => void }): ReactNode {
  const remove = useAction('settings.deleteIndex');
  const queries = useQueryClient();
  const { repositoryId } = entry;
  const confirm = (): void =>
    remove.mutate(
      { repositoryId },
      {
        onSuccess: () => {
          void queries.invalidateQueries({ queryKey: ['settings.storage'] });
          void queries.invalidateQueries({ queryKey: ['repositories.list'] });
          if (useView.getState().repositoryId === repositoryId) showRepository(null);
          onClose();
        },
      },
    );
  return (
    <Dialog
      alert
      size="small"
      title="Delete this index?"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button look="danger" isDisabled={remove.isPending} onPress={confirm}>
            Delete the index
          </Button>
        </>
      }
    >
      <p>
        {`${formatBytes(entry.bytes)} are freed. The files in `}
        <code>{entry.root}</code>
        {' are not touched; searching them again means indexing them again.'}
      </p>
      {remove.error === null ? null : <Notice kind="error">{remove.error.message}</Notice>}
    </Dialog>
  );
}

/** Every index on this machine: where it lies, how large it is, and a way to be rid of it. */
export function StorageSection(): ReactNode {
  const call = useCall('settings.storage', {}, { staleAfter: 0 });
  const app = useCall('settings.app', {});
  const [deleting, setDeleting] = useState<StorageEntry | null>(null);
  const entries = call.data;
  if (entries === undefined) {
    return <PanelState error={call.error} waiting="Measuring the indexes" onRetry={() => void call.refetch()} />;
  }
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <SectionTitle>Indexes on this machine</SectionTitle>
      <p className="setting__words">
        {`${plural(entries.length, 'index', 'indexes')}, ${formatBytes(total)} in all, in `}
        <code>{app.data?.dataFolder ?? '…'}</code>
      </p>
      {entries.length === 0 ? <Empty title="No index yet">The first repository you open gets one.</Empty> : null}
      <ul className="storage">
        {entries
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((entry) => (
            <li key={entry.repositoryId} className="storage__row">
              <PathLabel path={entry.root} folderFirst />
              {entry.rootExists ? null : <span className="storage__gone">folder is gone</span>}
              <span className="storage__bytes numeric">{formatBytes(entry.bytes)}</span>
              <IconButton label={`Delete the index of ${entry.root}`} onPress={() => setDeleting(entry)}>
                <Trash2 size={14} />
              </IconButton>
            </li>
          ))}
      </ul>
      {deleting === null ? null : <DeleteDialog entry={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}
