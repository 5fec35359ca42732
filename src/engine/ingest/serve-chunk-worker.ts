import type { MessagePort } from 'node:worker_threads';
import { type Chunker, createChunker } from '../chunking/index.ts';
import { readOne } from './read-one.ts';
import { walkRoot } from './walk.ts';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './worker-protocol.ts';

/** Answers requests one after another, in the order they came. */
export function serveChunkWorker(port: MessagePort | null, settings: WorkerSettings): void {
  if (port === null) throw new Error('a chunk worker runs in a worker thread');
  let chunker: Promise<Chunker> | null = null;
  // Grammars are loaded with the first file that is read: a walk that finds nothing new needs none.
  const getChunker = (): Promise<Chunker> => (chunker ??= createChunker({ grammarFolder: settings.grammarFolder }));
  let last = Promise.resolve();
  port.on('message', (message: WorkerRequest) => {
    last = last.then(async () => postReply(port, await replyTo(message, getChunker)));
  });
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread has no origin
const postReply = (port: MessagePort, reply: WorkerReply): void => port.postMessage(reply);

async function replyTo(message: WorkerRequest, chunker: () => Promise<Chunker>): Promise<WorkerReply> {
  const { id, kind } = message;
  try {
    if (kind === 'walk') {
      const { root, limits, paths } = message.request;
      return { id, kind, answer: walkRoot(root, limits, paths) };
    }
    // Loaded only when asked for: no database is opened while files are read.
    if (kind === 'verify')
      return { id, kind, answer: (await import('../store/index.ts')).findIndexDamage(message.request.file) };
    return { id, kind, answer: await readOne(message.request, chunker) };
  } catch (error) {
    return { id, kind: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}
