import type { MessagePort } from 'node:worker_threads';
import type { BlameLine } from '../../shared/contract/git.ts';
import { type CallContext, type ThreadHandlers, ThreadServer } from '../processes/serve-thread.ts';
import type { ThreadData } from '../processes/thread-messages.ts';
import { runJob, Sessions } from './worker-jobs.ts';
import type { BlameOperations, Job, OperationName } from './worker-protocol.ts';

const flushMs = 25;

/** Serves jobs that come over a port, several at once by turns. */
export function serveJobs(port: MessagePort, data: ThreadData<null>): void {
  const sessions = new Sessions();
  const handlers: ThreadHandlers<BlameOperations> = {
    job: (job, context) => serve(job, context, sessions),
    forget: ({ root }) => {
      sessions.forget(root);
      return null;
    },
    forgetAll: () => {
      sessions.closeAll();
      return null;
    },
  };
  // oxlint-disable-next-line no-new -- it listens to the port
  new ThreadServer(port, handlers, { data, order: 'concurrent' });
  port.on('close', () => sessions.closeAll());
}

function serve(
  job: Job,
  context: CallContext<BlameOperations['job']['part']>,
  sessions: Sessions,
): Promise<BlameOperations['job']['answer']> {
  const parts = new PartSender(context.sendPart);
  return runJob<OperationName>(sessions, job, {
    signal: context.signal,
    onLines: (lines) => {
      if (job.streamed) parts.addLines(lines);
    },
    onBatch: context.sendPart,
  });
}

/** Gathers lines for some milliseconds, so that a blame of many runs costs few messages. */
class PartSender {
  readonly #send: (lines: readonly BlameLine[]) => void;
  #pending: BlameLine[] = [];
  #flushed = 0;

  constructor(send: (lines: readonly BlameLine[]) => void) {
    this.#send = send;
  }

  addLines(lines: readonly BlameLine[]): void {
    for (const line of lines) this.#pending.push(line);
    const now = performance.now();
    if (now - this.#flushed < flushMs) return;
    this.#flushed = now;
    this.#send(this.#pending);
    this.#pending = [];
  }
}
