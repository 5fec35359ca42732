import { fork } from 'node:child_process';
import { processEntry } from '../processes/entry.ts';
import { type EmbedderReply, type EmbedderRequest, isReply } from './embedder-messages.ts';

/** How an embedder process ended. `output` is the last it wrote to its error output. */
export interface EmbedderExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** A running embedder process, however it is hosted. Listeners are set once, right after the start. */
export interface EmbedderPort {
  readonly pid: number | null;
  send(request: EmbedderRequest): void;
  onReply(listener: (reply: EmbedderReply) => void): void;
  /** Called once, whatever ended it. */
  onExit(listener: (exit: EmbedderExit) => void): void;
  /** Ends it at once (SIGKILL). */
  kill(): void;
}

/** Starts an embedder process. Electron's host gives one made with `utilityProcess`. */
export type SpawnEmbedder = () => EmbedderPort;

/** Memory that the process's JavaScript may take, in MB; the model and its buffers come on top. */
export const embedderHeapMB = 384;

const outputKept = 4000;

/**
 * Starts the embedder as a child process of Node. Typed arrays travel as bytes. `entry` is another program that speaks the
 * same messages, for tests.
 */
export function forkEmbedder(options: { entry?: string; heapMB?: number } = {}): EmbedderPort {
  const child = fork(options.entry ?? processEntry('embedder'), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${options.heapMB ?? embedderHeapMB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let output = '';
  child.stderr?.on('data', (data: Buffer) => {
    output = (output + data.toString('utf8')).slice(-outputKept);
  });
  return {
    pid: child.pid ?? null,
    // A send that fails means that the process is going: `exit` tells.
    send: (request) => void child.send(request, () => undefined),
    onReply: (listener) => {
      child.on('message', (message: unknown) => {
        if (isReply(message)) listener(message);
      });
    },
    onExit: (listener) => {
      child.once('close', (code, signal) => listener({ code, signal, output }));
      child.once('error', (error) => {
        if (child.pid === undefined) listener({ code: null, signal: null, output: error.message });
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
