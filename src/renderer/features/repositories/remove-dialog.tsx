import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RepositorySummary } from '../../../shared/contract/repositories.ts';
import { showRepository, useView } from '../../frame/view-store.ts';
import { callKey, useAction } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';

interface RemoveDialogProps {
  readonly summary: RepositorySummary;
  readonly deleteIndex: boolean;
  readonly onClose: () => void;
}

/** Asks before a root is forgotten or its index deleted. The files themselves are never touched. */
export function RemoveDialog({ summary, deleteIndex, onClose }: RemoveDialogProps): ReactNode {
  const remove = useAction('repositories.remove');
  const queries = useQueryClient();
  const { repositoryId, name } = summary;
  const confirm = (): void =>
    remove.mutate(
      { repositoryId, deleteIndex },
      {
        onSuccess: () => {
          void queries.invalidateQueries({ queryKey: callKey('repositories.list', {}) });
          if (useView.getState().repositoryId === repositoryId) showRepository(null);
          onClose();
        },
      },
    );
  return (
    <Dialog
      alert
      size="small"
      title={deleteIndex ? `Delete the index of ${name}?` : `Remove ${name} from the list?`}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button look={deleteIndex ? 'danger' : 'strong'} isDisabled={remove.isPending} onPress={confirm}>
            {deleteIndex ? 'Delete the index' : 'Remove'}
          </Button>
        </>
      }
    >
      <p>
        {deleteIndex
          ? `${formatBytes(summary.indexBytes)} are freed. Searching it again means indexing it again. The files themselves are not touched.`
          : 'Its index stays on this machine, so opening it again takes no time.'}
      </p>
      {remove.error === null ? null : <Notice kind="error">{remove.error.message}</Notice>}
    </Dialog>
  );
}
