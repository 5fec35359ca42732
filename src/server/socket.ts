import type { WebSocket } from 'ws';
import { z } from 'zod';
import { createDispatcher } from '../engine/dispatch.ts';
import type { Handlers } from '../shared/contract/index.ts';

const messageSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: z.string().max(100), name: z.string().max(100), request: z.unknown() }),
  z.strictObject({ t: z.literal('cancel'), id: z.string().max(100) }),
]);

type Message = z.infer<typeof messageSchema>;

/** Serves the contract to one page over its socket; whatever the page still waits for is cancelled when it goes away. */
export function serveSocket(
  socket: WebSocket,
  handlers: Handlers,
  onBug: (name: string, thrown: unknown) => void,
): void {
  const dispatcher = createDispatcher(handlers, { onBug });

  const answer = async (message: Extract<Message, { t: 'call' }>): Promise<void> => {
    const result = await dispatcher.call(message.id, message.name, message.request);
    sendBounded(socket, JSON.stringify({ t: 'result', id: message.id, result }));
  };

  socket.on('message', (data, isBinary) => {
    const message = isBinary || !Buffer.isBuffer(data) ? null : parseMessage(data.toString('utf8'));
    if (message === null) {
      socket.close(1008, 'not a message of Whence');
      return;
    }
    if (message.t === 'cancel') {
      dispatcher.cancel(message.id);
      return;
    }
    void answer(message);
  });
  socket.on('close', () => dispatcher.cancelAll());
  socket.on('error', () => socket.terminate());
}

/** Bytes that may wait for a page to read them: beyond, it is hung up on, and asks again when it is back. */
const maxWaiting = 64 * 1024 * 1024;

/** Sends to a page that is there and reads. */
export function sendBounded(page: WebSocket, message: string): void {
  if (page.readyState !== page.OPEN) return;
  if (page.bufferedAmount > maxWaiting) page.terminate();
  else page.send(message, () => undefined);
}

function parseMessage(text: string): Message | null {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
