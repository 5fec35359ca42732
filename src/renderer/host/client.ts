import type {
  Answer,
  Bridge,
  CallName,
  EventListener,
  EventName,
  Events,
  Request,
} from '../../shared/contract/index.ts';
import { WhenceError } from '../../shared/errors.ts';
import { unwrap, type Result } from '../../shared/result.ts';

/** The typed side of the bridge: every call of the contract by name. */
export interface Client {
  /** Sends a request and gives its answer; throws WhenceError. An abort cancels it in the host too. */
  call<Name extends CallName>(name: Name, request: Request<Name>, signal?: AbortSignal): Promise<Answer<Name>>;
  /** Listens to one event; returns how to stop. */
  on<Name extends EventName>(name: Name, listener: EventListener<Name>): () => void;
  /** Path of a dropped folder, or null where the host cannot tell. */
  pathForFile(file: File): string | null;
}

/** What comes down the bridge is typed by the contract, not checked: host and window are of one build. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters
const typed = <T>(value: unknown): T => value as T;

const cancelled = (): WhenceError => new WhenceError('CANCELLED', 'The request was cancelled.');

/** Wraps a bridge. Calls are numbered so that a cancel names the one it means. */
export function createClient(bridge: Bridge): Client {
  let calls = 0;
  return {
    async call(name, request, signal) {
      if (signal?.aborted === true) throw cancelled();
      const id = `${++calls}`;
      const answer = bridge.call(id, name, request);
      if (signal === undefined) return unwrap(typed<Result<Answer<typeof name>>>(await answer));
      const aborted = Promise.withResolvers<never>();
      const onAbort = (): void => {
        bridge.cancel(id);
        aborted.reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        return unwrap(typed<Result<Answer<typeof name>>>(await Promise.race([answer, aborted.promise])));
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    on(name, listener) {
      return bridge.onEvent((event, payload) => {
        if (event === name) listener(typed<Events[typeof name]>(payload));
      });
    },
    pathForFile: (file) => bridge.pathForFile?.(file) ?? null,
  };
}
