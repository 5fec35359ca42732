import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useConnection } from './connection.ts';

/** Says that the host does not answer, and what to do. */
export function HostBanner(): ReactNode {
  const { state, wasOpen, retry } = useConnection();
  if (state === 'open' || state === 'connecting') return null;
  const words = wasOpen
    ? 'Whence has stopped in the background. Start it again with npm start; this window reconnects by itself.'
    : 'This window cannot reach Whence. Open the whole address that was printed at its start: the part after token= is the key.';
  return (
    <Notice kind="error" actions={<Button onPress={retry}>Try now</Button>}>
      {words}
    </Notice>
  );
}
