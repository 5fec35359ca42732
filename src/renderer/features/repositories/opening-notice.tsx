import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { dismissOpening, useOpener, useOpening } from './use-open.ts';

/** Why a root did not open. */
export function OpeningNotice(): ReactNode {
  const error = useOpening((state) => state.error);
  return error === null ? null : (
    <Notice kind="error" onDismiss={dismissOpening}>
      {error.message}
    </Notice>
  );
}

/** Asks before a home folder or a whole disk is indexed. */
export function ConfirmLarge(): ReactNode {
  const confirm = useOpening((state) => state.confirm);
  const { open } = useOpener();
  if (confirm === null) return null;
  return (
    <Dialog
      alert
      size="small"
      title="Index this whole folder?"
      onClose={dismissOpening}
      footer={
        <>
          <Button onPress={dismissOpening}>Choose another</Button>
          <Button look="strong" onPress={() => void open(confirm.path, true)}>
            {confirm.files === null ? 'Index all of it' : `Index ${plural(confirm.files, 'file')}`}
          </Button>
        </>
      }
    >
      <p>{confirm.message}</p>
      <p className="muted">
        <code>{confirm.path}</code>
      </p>
    </Dialog>
  );
}
