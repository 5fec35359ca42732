import { constants, setPriority } from 'node:os';
import { type EmbedderReply, type EmbedderRequest, isRequest } from './embedder-messages.ts';
import { EmbedderService } from './embedder-service.ts';

/** Electron's end of a utility process, as far as it is used here: the engine knows nothing of Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: EmbedderRequest }) => void): void;
  postMessage(message: EmbedderReply): void;
}

const electronPort = (): ParentPort | null =>
  (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort ?? null;

/** Below normal and not lowest: at the lowest, a build on all cores leaves so little that batches time out. */
function yieldToOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed here: embedding then competes as an equal, which is slower for others but not wrong.
  }
}

const exit = (): void => process.exit(0);

/** Serves embedding to the process that started this one: an Electron utility process, or a Node child with an IPC channel. */
export function serveEmbedder(): void {
  yieldToOthers();
  const port = electronPort();
  if (port) {
    const service = new EmbedderService({ send: (reply) => port.postMessage(reply), exit });
    port.on('message', (event) => service.handle(event.data));
    return;
  }
  const service = new EmbedderService({ send: (reply) => void process.send?.(reply), exit });
  process.on('message', (message) => {
    if (isRequest(message)) service.handle(message);
  });
  // The parent is gone, however it ended: nobody is left to work for.
  process.on('disconnect', exit);
}
