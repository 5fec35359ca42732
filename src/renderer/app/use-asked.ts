import { useEffect, useRef } from 'react';
import { showPlace } from '../features/search/search-store.ts';
import { setOver, setWantsFocus } from '../frame/preview-store.ts';
import { useOpener, useOpening } from '../frame/use-open.ts';
import { useClient } from '../host/client-context.tsx';
import { useConnection } from '../host/connection.ts';

/** Opens what is asked for outside of the window: by a second start, a link, the system's list of recent folders. */
export function useAsked(): void {
  const client = useClient();
  const { open } = useOpener();
  const opener = useRef(open);
  useEffect(() => {
    opener.current = open;
  });
  const reached = useConnection(({ state }) => state === 'open');
  useEffect(() => {
    if (!reached) return undefined;
    const leaving = new AbortController();
    const follow = async (): Promise<void> => {
      while (!leaving.signal.aborted) {
        const { root, file, line } = await client.call('repositories.asked', {}, leaving.signal);
        await opener.current(root);
        const { error, confirm } = useOpening.getState();
        if (file === null || error !== null || confirm !== null) continue;
        showPlace(file, line ?? 1);
        setOver(true);
        setWantsFocus(true);
      }
    };
    // A host that has no such way, or that is gone.
    follow().catch(() => undefined);
    return () => leaving.abort();
  }, [client, reached]);
}
