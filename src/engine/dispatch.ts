import { type CallName, type Handlers, requestSchemas } from '../shared/contract/index.ts';
import { toErrorShape, WhenceError } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

/** Runs the calls of one caller (a window, a socket): parses, answers with a result, cancels by the caller's own call ids. */
export interface Dispatcher {
  call(callId: string, name: string, request: unknown): Promise<Result<unknown>>;
  cancel(callId: string): void;
  /** The caller went away: everything it waited for is cancelled. */
  readonly cancelAll: () => void;
}

type AnyHandler = (request: unknown, context: { readonly signal: AbortSignal }) => unknown;

export interface DispatcherOptions {
  /** Told of failures that are no WhenceError: bugs, which must be loud. */
  readonly onBug: (name: string, thrown: unknown) => void;
}

export function createDispatcher(handlers: Handlers, options: DispatcherOptions): Dispatcher {
  const running = new Map<string, AbortController>();

  const run = async (name: string, request: unknown, signal: AbortSignal): Promise<unknown> => {
    if (!isCallName(name)) throw new WhenceError('BAD_REQUEST', `There is no call named ${JSON.stringify(name)}.`);
    const parsed = requestSchemas[name].safeParse(request);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue?.path.join('.') ?? '';
      throw new WhenceError(
        'BAD_REQUEST',
        `The request ${name} is not as agreed: ${where} ${issue?.message ?? ''}`.trim(),
      );
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very name has just produced the request
    return (handlers[name] as AnyHandler)(parsed.data, { signal });
  };

  return {
    async call(callId, name, request) {
      const controller = new AbortController();
      running.get(callId)?.abort();
      running.set(callId, controller);
      try {
        return { ok: true, data: await run(name, request, controller.signal) };
      } catch (thrown) {
        const error = toErrorShape(thrown);
        if (error.code === 'INTERNAL') options.onBug(name, thrown);
        return { ok: false, error };
      } finally {
        if (running.get(callId) === controller) running.delete(callId);
      }
    },
    cancel: (callId) => running.get(callId)?.abort(),
    cancelAll: () => {
      for (const controller of running.values()) controller.abort();
    },
  };
}

const isCallName = (name: string): name is CallName => Object.hasOwn(requestSchemas, name);
