import { useView } from '../../frame/view-store.ts';
import type { Client } from '../../host/client.ts';
import { openSearches } from './search-store.ts';

/** Gives each root that the window comes to show its own searches, before anything of it is drawn; returns how to stop. */
export function followRoot(client: Client): () => void {
  return useView.subscribe(({ repositoryId }, before) => {
    if (repositoryId === null || repositoryId === before.repositoryId) return;
    openSearches(repositoryId, {
      read: async () => client.call('search.history', { repositoryId }),
      add: async (text) => client.call('search.remember', { repositoryId, text }),
    });
  });
}
