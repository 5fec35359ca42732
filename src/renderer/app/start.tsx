import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../shared/contract/index.ts';
import { followRoot } from '../features/search/follow-root.ts';
import { createClient } from '../host/client.ts';
import { ClientContext } from '../host/client-context.tsx';
import { Boundary } from '../ui/boundary.tsx';
import { App } from './app.tsx';
import { followEvents } from './events.ts';
import './tokens.css';
import './base.css';

/** Earlier versions kept searches in the page. */
function forgetOldSearches(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('whence.searches.')) localStorage.removeItem(key);
}

/** Draws the window over a bridge. */
export function start(bridge: Bridge): void {
  const element = document.getElementById('root');
  if (element === null) throw new Error('the page has no #root');
  const client = createClient(bridge);
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  forgetOldSearches();
  followEvents(client, queries);
  followRoot(client);
  createRoot(element).render(
    <QueryClientProvider client={queries}>
      <ClientContext value={client}>
        <Boundary what="The window">
          <App />
        </Boundary>
      </ClientContext>
    </QueryClientProvider>,
  );
}
