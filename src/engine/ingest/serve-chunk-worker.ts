import type { MessagePort } from 'node:worker_threads';
import { type Chunker, createChunker } from '../chunking/index.ts';
import { ThreadServer } from '../processes/serve-thread.ts';
import type { ThreadData } from '../processes/thread-messages.ts';
import { readOne } from './read-one.ts';
import { walkRoot } from './walk.ts';
import type { ChunkOperations, WorkerSettings } from './worker-protocol.ts';

/** Does calls one after another, in the order they came. */
export function serveChunkWorker(port: MessagePort | null, data: ThreadData<WorkerSettings>): void {
  let chunker: Promise<Chunker> | null = null;
  // Grammars are loaded with the first file that is read: a walk that finds nothing new needs none.
  const getChunker = (): Promise<Chunker> =>
    (chunker ??= createChunker({ grammarFolder: data.settings.grammarFolder }));
  // oxlint-disable-next-line no-new -- it listens to the port
  new ThreadServer<ChunkOperations>(
    port,
    {
      walk: ({ root, limits, paths }) => walkRoot(root, limits, paths),
      read: (request) => readOne(request, getChunker),
      // Loaded only when asked for: no database is opened while files are read.
      verify: async ({ file }) => (await import('../store/index.ts')).findIndexDamage(file),
    },
    { data, order: 'serial' },
  );
}
