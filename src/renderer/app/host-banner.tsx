import type { ReactNode } from 'react';
import { useConnection } from '../host/connection.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Says that the host does not answer, and what to do. */
export function HostBanner(): ReactNode {
  const { state, wasOpen, retry } = useConnection();
  if (state === 'open' || state === 'connecting') return null;
  const words =
    state !== 'refused' && wasOpen
      ? 'Whence has stopped in the background. Start it again with npm start; this window reconnects by itself.'
      : 'This address does not open Whence, or no longer. Use the whole address printed at its latest start: the part after token= is the key.';
  return (
    <Notice kind="error" actions={<Button onPress={retry}>Try now</Button>}>
      {words}
    </Notice>
  );
}
