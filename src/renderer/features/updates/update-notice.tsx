import { type ReactNode, useState } from 'react';
import { useCall } from '../../host/use-call.ts';
import { Notice } from '../../ui/notice.tsx';
import { UpdateActions } from './update-actions.tsx';
import { updateWords } from './update-words.ts';

/** Over the window when there is a newer version: only whoever switched updates on ever sees it. */
export function UpdateNotice(): ReactNode {
  const state = useCall('updates.state', {}).data;
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (state === undefined || (state.kind !== 'available' && state.kind !== 'downloading' && state.kind !== 'ready')) {
    return null;
  }
  const seen = `${state.kind} ${state.version}`;
  if (dismissed === seen) return null;
  return (
    <Notice kind="info" actions={<UpdateActions state={state} />} onDismiss={() => setDismissed(seen)}>
      {updateWords(state, () => '')}
    </Notice>
  );
}
