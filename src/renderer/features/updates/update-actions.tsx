import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { UpdateState } from '../../../shared/contract/updates.ts';
import { callKey, useAction } from '../../host/use-call.ts';
import { Button } from '../../ui/button.tsx';

/** What can be done next about a newer version. */
export function UpdateActions({ state }: { readonly state: UpdateState }): ReactNode {
  const queries = useQueryClient();
  const keep = (now: UpdateState): void => void queries.setQueryData(callKey('updates.state', {}), now);
  const check = useAction('updates.check');
  const download = useAction('updates.download');
  const install = useAction('updates.install');
  if (state.kind === 'available') {
    return <Button onPress={() => download.mutate({}, { onSuccess: keep })}>Download</Button>;
  }
  if (state.kind === 'ready') {
    return (
      <Button look="strong" isDisabled={install.isPending} onPress={() => install.mutate({})}>
        Install and restart
      </Button>
    );
  }
  if (state.kind === 'current' || state.kind === 'failed') {
    return <Button onPress={() => check.mutate({}, { onSuccess: keep })}>Look now</Button>;
  }
  return null;
}
