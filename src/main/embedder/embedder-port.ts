import type { ElectronParts } from '../electron-parts.ts';
import { isReply } from '../../engine/embedding/embedder-messages.ts';
import { embedderHeapMB, type EmbedderPort } from '../../engine/embedding/index.ts';
import { processEntry } from '../../engine/processes/entry.ts';

/** The last of the process's error output that is kept for its obituary, in characters. */
const outputKept = 4000;

/** Starts the embedder as a utility process of Electron: the same entry and the same messages as the child process of Node. */
export function forkEmbedderInUtilityProcess({ utilityProcess }: Pick<ElectronParts, 'utilityProcess'>): EmbedderPort {
  const child = utilityProcess.fork(processEntry('embedder'), [], {
    serviceName: 'Whence embedder',
    execArgv: [`--js-flags=--max-old-space-size=${embedderHeapMB}`],
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr?.on('data', (data: Buffer) => {
    output = (output + data.toString('utf8')).slice(-outputKept);
  });
  return {
    get pid() {
      return child.pid ?? null;
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
    send: (request) => child.postMessage(request),
    onReply: (listener) => {
      child.on('message', (message: unknown) => {
        if (isReply(message)) listener(message);
      });
    },
    onExit: (listener) => {
      child.once('exit', (code) => listener({ code, signal: null, output }));
    },
    kill: () => {
      // Its own `kill` asks (SIGTERM); a process that hangs must go at once.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
