import type { MessagePort } from 'node:worker_threads';
import { type Chunker, createChunker } from '../chunking/index.ts';
import { isWhenceError } from '../../shared/errors.ts';
import { type CallContext, ThreadServer } from '../processes/serve-thread.ts';
import type { ThreadData } from '../processes/thread-messages.ts';
import { type ReadAnswer, readOne, type ReadRequest } from './read-one.ts';
import { walkRoot } from './walk.ts';
import type { ChunkOperations, WorkerSettings } from './worker-protocol.ts';

/**
 * Does calls one after another, in the order they came. Whatever a file makes throw but an expected failure, the thread is ended
 * for: a trap of the parser or an error of V8 leaves a heap behind in which nothing else is to be read.
 */
export function serveChunkWorker(port: MessagePort | null, data: ThreadData<WorkerSettings>): void {
  const { grammarFolder } = data.settings;
  let chunker: Chunker | null = null;
  let current: CallContext | null = null;
  // Grammars are loaded with the first file that is read: a walk that finds nothing new needs none.
  const getChunker = async (): Promise<Chunker> =>
    (chunker ??= await createChunker({ grammarFolder, onLimit: (ms) => current?.limit(ms) }));

  const read = async (request: ReadRequest, context: CallContext): Promise<ReadAnswer> => {
    current = context;
    try {
      const answer = await readOne(request, getChunker);
      if (chunker?.isSpent === true) context.retire();
      return answer;
    } catch (thrown) {
      if (!isWhenceError(thrown)) context.retire();
      throw thrown;
    }
  };
  // oxlint-disable-next-line no-new -- it listens to the port
  new ThreadServer<ChunkOperations>(
    port,
    {
      walk: ({ root, limits, paths }, { cancellation }) =>
        walkRoot(root, limits, { cancellation, ...(paths && { paths }) }),
      read,
      // Loaded only when asked for: no database is opened while files are read.
      verify: async ({ file }) => (await import('../store/index.ts')).findIndexDamage(file),
    },
    { data, order: 'serial' },
  );
}
