import type { Bridge } from '../../shared/contract/index.ts';
import type { ErrorShape } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

/** `gone`: the host does not answer; the bridge goes on trying. `refused`: it answers but takes no token of ours. */
export type ConnectionState = 'connecting' | 'open' | 'gone' | 'refused';

export interface SocketBridge extends Bridge {
  /** Tries at once instead of waiting for the next attempt. */
  readonly retry: () => void;
}

interface Options {
  readonly url: string;
  readonly onState: (state: ConnectionState) => void;
  readonly createSocket?: (url: string) => WebSocket;
  /** Asked after an attempt that never opened, since a page is not told why: whether the host took offence at the token. */
  readonly isRefused?: () => Promise<boolean>;
}

type Message =
  | { readonly t: 'result'; readonly id: string; readonly result: Result<unknown> }
  | { readonly t: 'event'; readonly name: string; readonly payload: unknown };

const hostGone: ErrorShape = {
  code: 'HOST_GONE',
  message: 'Whence has stopped in the background. Start it again; this window reconnects by itself.',
};
/** Milliseconds between attempts; the last one repeats. */
const waits = [200, 400, 800, 1500, 3000];
/** Close code for a socket refused because of its token or origin (RFC 6455, policy violation). */
const policyViolation = 1008;

/** The contract over a WebSocket. Calls made while the socket is down wait for the first attempt and fail after that. */
export function createSocketBridge(options: Options): SocketBridge {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const pending = new Map<string, (result: Result<unknown>) => void>();
  let queued: string[] = [];
  let socket: WebSocket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const receive = (message: Message): void => {
    if (message.t === 'event') {
      for (const listener of listeners) listener(message.name, message.payload);
      return;
    }
    pending.get(message.id)?.(message.result);
    pending.delete(message.id);
  };

  const failAll = (): void => {
    for (const settle of pending.values()) settle({ ok: false, error: hostGone });
    pending.clear();
    queued = [];
  };

  const askWhy = async (): Promise<void> => {
    const refused = (await options.isRefused?.().catch(() => false)) ?? false;
    if (refused && socket?.readyState !== 1) options.onState('refused');
  };

  const connect = (): void => {
    clearTimeout(timer);
    const next = (options.createSocket ?? ((url) => new WebSocket(url)))(options.url);
    socket = next;
    let opened = false;
    next.addEventListener('open', () => {
      opened = true;
      attempt = 0;
      options.onState('open');
      for (const message of queued) next.send(message);
      queued = [];
    });
    // What comes down is typed by the contract, not checked: the page and its host are of one build.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    next.addEventListener('message', (event: MessageEvent<string>) => receive(JSON.parse(event.data) as Message));
    next.addEventListener('close', (event) => {
      if (socket !== next) return;
      socket = null;
      failAll();
      options.onState(event.code === policyViolation ? 'refused' : 'gone');
      if (!opened) void askWhy();
      timer = setTimeout(connect, waits[Math.min(attempt++, waits.length - 1)]);
    });
  };

  const send = (message: object): boolean => {
    const text = JSON.stringify(message);
    if (socket?.readyState === 1) socket.send(text);
    else if (socket?.readyState === 0) queued.push(text);
    else return false;
    return true;
  };

  options.onState('connecting');
  connect();
  return {
    call: (id, name, request) =>
      new Promise((settle) => {
        if (send({ t: 'call', id, name, request })) pending.set(id, settle);
        else settle({ ok: false, error: hostGone });
      }),
    cancel: (id) => void send({ t: 'cancel', id }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retry: () => {
      if (socket === null) connect();
    },
  };
}
