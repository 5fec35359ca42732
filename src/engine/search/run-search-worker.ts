import { setImmediate as nextTurn } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { toResult } from '../../shared/result.ts';
import { SharedCancellations } from './cancellation.ts';
import { Searcher } from './searcher.ts';
import type { SearchWorkerCall, SearchWorkerData, SearchWorkerReply } from './worker-messages.ts';

/** Answers the calls that come through the thread's port. */
export function runSearchWorker(): void {
  if (parentPort === null) throw new Error('the search worker runs in a worker thread');
  const data: SearchWorkerData = workerData;
  serve(parentPort, data);
}

/** How long nothing is asked before the thread reads ahead. */
const idleMs = 300;

/**
 * Calls are answered one after the other. The index is opened by the first one, so that a failure is an answer too, or before
 * it when the thread has nothing to do.
 */
function serve(port: MessagePort, { cancellations, ...options }: SearchWorkerData): void {
  const shared = new SharedCancellations(cancellations);
  let searcher: Searcher | null = null;
  const opened = (): Searcher => (searcher ??= new Searcher(options));

  const answer = async (call: SearchWorkerCall): Promise<SearchWorkerReply> => {
    const { id } = call;
    if (call.call === 'complete') {
      return { id, call: 'complete', result: await toResult(() => opened().complete(call.text, call.cursor)) };
    }
    if (call.call === 'close') {
      await searcher?.close();
      return { id, call: 'close', result: { ok: true, data: null } };
    }
    const cancellation = shared.of(id);
    const result = await toResult(() => {
      // Whoever types on cancels what waits here.
      cancellation.throwIfCancelled();
      return opened().query(call.request, cancellation);
    });
    return { id, call: 'query', result };
  };

  const answerInTurn = async (before: Promise<void>, call: SearchWorkerCall): Promise<void> => {
    await before;
    await nextTurn();
    port.postMessage(await answer(call));
    if (call.call === 'close') port.close();
  };

  let queue = Promise.resolve();
  const warmUp = async (before: Promise<void>): Promise<void> => {
    await before;
    await toResult(() => opened().warmUp());
  };
  const whenIdle = (): NodeJS.Timeout =>
    setTimeout(() => {
      queue = warmUp(queue);
    }, idleMs);
  let idle = whenIdle();
  port.on('message', (call: SearchWorkerCall) => {
    clearTimeout(idle);
    if (call.call !== 'close') idle = whenIdle();
    queue = answerInTurn(queue, call);
  });
}
