import type { MessagePort } from 'node:worker_threads';
import { type Result, toResult } from '../../shared/result.ts';
import { runJob, Sessions } from './worker-jobs.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

const flushMs = 25;

/** Serves jobs that come over a port, several at once by turns. */
export function serveJobs(port: MessagePort): void {
  const sessions = new Sessions();
  const running = new Map<number, AbortController>();
  const send = (message: FromWorker): void => port.postMessage(message);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'cancel') {
      running.get(message.id)?.abort();
    } else if (message.type === 'forget') {
      sessions.forget(message.root);
    } else {
      const controller = new AbortController();
      running.set(message.id, controller);
      void serve(message, controller.signal, { sessions, send }).then((result) => {
        running.delete(message.id);
        send({ type: 'done', id: message.id, result });
        return result;
      });
    }
  });
  port.on('close', () => sessions.closeAll());
}

async function serve(
  message: Extract<ToWorker, { type: 'start' }>,
  signal: AbortSignal,
  tools: { sessions: Sessions; send: (message: FromWorker) => void },
): Promise<Result<unknown>> {
  const { id, job } = message;
  let pending: Extract<FromWorker, { type: 'lines' }>['lines'][number][] = [];
  let flushed = performance.now();
  const flush = (): void => {
    if (pending.length > 0) tools.send({ type: 'lines', id, lines: pending });
    pending = [];
    flushed = performance.now();
  };
  return toResult(() =>
    runJob(tools.sessions, job, {
      signal,
      onLines: (lines) => {
        if (!job.streamed) return;
        for (const line of lines) pending.push(line);
        if (performance.now() - flushed > flushMs) flush();
      },
    }),
  );
}
