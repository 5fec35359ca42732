import type { MessagePort } from 'node:worker_threads';
import { toResult } from '../../shared/result.ts';
import { ThreadServer } from '../processes/serve-thread.ts';
import type { ThreadData } from '../processes/thread-messages.ts';
import { preferLinearRegularExpressions } from './regular-expressions.ts';
import { Searcher } from './searcher.ts';
import type { SearchOperations, SearchWorkerSettings } from './worker-messages.ts';

/** How long nothing is asked before the thread reads ahead. */
const idleMs = 300;

/**
 * Calls are answered one after the other. The index is opened by the first one, so that a failure is an answer too, or before
 * it when the thread has nothing to do.
 */
export function runSearchWorker(port: MessagePort, data: ThreadData<SearchWorkerSettings>): void {
  preferLinearRegularExpressions();
  let searcher: Searcher | null = null;
  let closed = false;
  const opened = (): Searcher => (searcher ??= new Searcher(data.settings));
  const server = new ThreadServer<SearchOperations>(
    port,
    {
      query: (request, { cancellation, limit }) =>
        opened().query(request, { throwIfCancelled: () => cancellation.throwIfCancelled(), limit }),
      complete: ({ text, cursor }) => opened().complete(text, cursor),
      close: async () => {
        closed = true;
        await searcher?.close();
        return null;
      },
    },
    { data, order: 'serial' },
  );
  const readAhead = async (): Promise<void> => {
    if (!closed) await toResult(() => opened().warmUp());
  };
  const whenIdle = (): NodeJS.Timeout => setTimeout(() => server.enqueue(readAhead), idleMs);
  let idle = whenIdle();
  port.on('message', () => {
    clearTimeout(idle);
    idle = whenIdle();
  });
}
