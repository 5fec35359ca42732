import type { ReactNode } from 'react';
import type { ErrorCode } from '../../../shared/errors.ts';
import { dismissOpening, useOpener, useOpening } from '../../frame/use-open.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Failures of the index itself, behind which a new one can be begun. */
const isReplaceable = (code: ErrorCode): boolean =>
  code === 'INDEX_MISMATCH' || code === 'INDEX_NEWER' || code === 'INDEX_UNREADABLE';

/** An index of an older Whence on its way to this one: the rest waits for it. */
export function MigrationNotice(): ReactNode {
  const migration = useOpening((state) => state.migration);
  if (migration === null) return null;
  const { root, step, done, total } = migration;
  const share = total === 0 ? 0 : done / total;
  return (
    <Notice kind="info">
      <p>
        {`The index of ${root} is of an older Whence and is brought up to date; nothing is read or embedded again. `}
        {step === 'backup' ? `A backup is made first: ${Math.floor(share * 100)} %.` : 'The backup is made.'}
      </p>
      <div className="start__meter">
        <Meter label={step === 'backup' ? 'Backup' : 'Bringing it up to date'} value={share} />
      </div>
    </Notice>
  );
}

/** Why a root did not open. */
export function OpeningNotice(): ReactNode {
  const error = useOpening((state) => state.error);
  const { open } = useOpener();
  if (error === null) return null;
  const { path, code, message } = error;
  return (
    <Notice
      kind="error"
      onDismiss={dismissOpening}
      actions={
        code === null ? undefined : (
          <>
            <Button onPress={() => void open(path)}>Try again</Button>
            {isReplaceable(code) ? (
              <Button look="quiet" onPress={() => void open(path, { replace: true })}>
                Keep it aside and index anew
              </Button>
            ) : null}
          </>
        )
      }
    >
      {message}
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
          <Button look="strong" onPress={() => void open(confirm.path, { confirmed: true })}>
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
