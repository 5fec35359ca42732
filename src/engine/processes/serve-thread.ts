import type { MessagePort } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toResult } from '../../shared/result.ts';
import { type Cancellation, SharedCancellations } from './shared-cancellations.ts';
import {
  type FromThread,
  noAnswer,
  type OperationsOf,
  type PartOf,
  type ThreadData,
  type ToThread,
} from './thread-messages.ts';

/** What a handler knows of its call. */
export interface CallContext<Part = never> {
  /** Aborted by a cancel, for work that lets messages in. */
  readonly signal: AbortSignal;
  /** The same for work that does not. */
  readonly cancellation: Cancellation;
  readonly sendPart: (part: Part) => void;
  /** As in `Cancellation`. */
  readonly limit: (ms: number | null) => void;
  /** After this call the thread is replaced: its state or its memory is not to be trusted further. */
  readonly retire: () => void;
}

export type ThreadHandlers<Operations extends OperationsOf<Operations>> = {
  readonly [Name in keyof Operations]: (
    request: Operations[Name]['request'],
    context: CallContext<PartOf<Operations, Name>>,
  ) => Operations[Name]['answer'] | Promise<Operations[Name]['answer']>;
};

const neverCancelled: Cancellation = { throwIfCancelled: () => undefined };

type AnyHandler = (request: unknown, context: CallContext<unknown>) => unknown;

/** The thread's side of a WorkerThread: does the calls that come over the port. */
export class ThreadServer<Operations extends OperationsOf<Operations>> {
  readonly #port: MessagePort;
  readonly #handlers: ReadonlyMap<string, AnyHandler>;
  readonly #cancellations: SharedCancellations;
  readonly #order: 'serial' | 'concurrent';
  readonly #running = new Map<number, AbortController>();
  #queue: Promise<void> = Promise.resolve();

  constructor(
    port: MessagePort | null,
    handlers: ThreadHandlers<Operations>,
    options: { readonly data: ThreadData<unknown>; readonly order: 'serial' | 'concurrent' },
  ) {
    if (port === null) throw new Error('this file runs in a worker thread');
    this.#port = port;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a call's name and request were typed together where it was made
    this.#handlers = new Map(Object.entries(handlers) as [string, AnyHandler][]);
    this.#cancellations = new SharedCancellations(options.data.cancellations);
    this.#order = options.order;
    port.on('message', (message: ToThread) => this.#receive(message));
  }

  /** Runs something of the thread's own, in turn with the calls of a serial thread. */
  enqueue(work: () => Promise<void>): void {
    this.#queue = inTurn(this.#queue, work);
  }

  #receive(message: ToThread): void {
    if (message.type === 'cancel') {
      this.#running.get(message.id)?.abort();
      return;
    }
    const { id } = message;
    const controller = new AbortController();
    if (id !== noAnswer) this.#running.set(id, controller);
    const work = async (): Promise<void> => this.#answer(message, controller.signal);
    if (this.#order === 'serial') this.enqueue(work);
    else void work();
  }

  async #answer({ id, name, request }: Extract<ToThread, { type: 'call' }>, signal: AbortSignal): Promise<void> {
    // A cancel that was sent right behind the call is seen first.
    if (this.#order === 'serial') await nextTurn();
    const cancellation = id === noAnswer ? neverCancelled : this.#cancellations.of(id);
    let spent = false;
    const context: CallContext<unknown> = {
      signal,
      cancellation,
      sendPart: (part) => this.#post({ type: 'part', id, part }),
      limit: (ms) => this.#post({ type: 'limit', id, ms }),
      retire: () => (spent = true),
    };
    const result = await toResult(() => {
      cancellation.throwIfCancelled();
      const handler = this.#handlers.get(name);
      if (handler === undefined) throw new Error(`this thread does not know ${name}`);
      return handler(request, context);
    });
    this.#running.delete(id);
    if (id !== noAnswer) this.#post({ type: 'done', id, result, spent });
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread has no origin
  #post = (message: FromThread): void => this.#port.postMessage(message);
}

async function inTurn(before: Promise<void>, work: () => Promise<void>): Promise<void> {
  await before;
  await work();
}
