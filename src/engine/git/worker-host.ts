import type { MessagePort } from 'node:worker_threads';
import type { BlameLine } from '../../shared/contract/git.ts';
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
    } else if (message.type === 'forgetAll') {
      sessions.closeAll();
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
  const parts = new PartSender((part) => tools.send({ type: 'part', id, part }));
  return toResult(() =>
    runJob(tools.sessions, job, {
      signal,
      onLines: (lines) => {
        if (job.streamed) parts.addLines(lines);
      },
      onBatch: (batch) => tools.send({ type: 'part', id, part: batch }),
    }),
  );
}

/** Gathers lines for some milliseconds, so that a blame of many runs costs few messages. */
class PartSender {
  private readonly send: (lines: readonly BlameLine[]) => void;
  private pending: BlameLine[] = [];
  private flushed = 0;

  constructor(send: (lines: readonly BlameLine[]) => void) {
    this.send = send;
  }

  addLines(lines: readonly BlameLine[]): void {
    for (const line of lines) this.pending.push(line);
    const now = performance.now();
    if (now - this.flushed < flushMs) return;
    this.flushed = now;
    this.send(this.pending);
    this.pending = [];
  }
}
