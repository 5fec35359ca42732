import { useEffect } from 'react';
import { useClient } from './client-context.tsx';
import { useConnection } from './connection.ts';

/** Tells the host which root this window shows, for as long as it does: what no window shows comes to rest. */
export function useShown(repositoryId: string | null): void {
  const client = useClient();
  const reached = useConnection(({ state }) => state === 'open');
  useEffect(() => {
    if (repositoryId === null || !reached) return undefined;
    const leaving = new AbortController();
    // A root that can't be opened is told of by every other call.
    client.call('repositories.show', { repositoryId }, leaving.signal).catch(() => undefined);
    return () => leaving.abort();
  }, [client, repositoryId, reached]);
}
