import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../shared/contract/index.ts';
import { followRoot } from '../features/search/follow-root.ts';
import { createClient } from '../host/client.ts';
import { ClientContext } from '../host/client-context.tsx';
import { Boundary } from '../ui/boundary.tsx';
import { App } from './app.tsx';
import { followEvents } from './events.ts';
import { createFailureReport, watchPage } from '../host/report-failures.ts';
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
  const report = createFailureReport(client);
  watchPage(window, report);
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  forgetOldSearches();
  followEvents(client, queries);
  followRoot(client);
  createRoot(element, {
    // What no boundary catches comes as an error of the page.
    onCaughtError: (error) => {
      // oxlint-disable-next-line no-console -- as React does where it is not asked
      console.error(error);
      report('drawing', error);
    },
  }).render(
    <QueryClientProvider client={queries}>
      <ClientContext value={client}>
        <Boundary what="The window">
          <App />
        </Boundary>
      </ClientContext>
    </QueryClientProvider>,
  );
}
