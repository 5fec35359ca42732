import type { CallContext, CallName, Emit, Handlers } from '../../shared/contract/index.ts';
import { type ErrorCode, toErrorShape } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { describeFailure } from './describe-failure.ts';
import { SlowNotes } from './slow.ts';

/** Milliseconds after which a call is written down as slow. */
const slowMs = 1000;

/** Calls that wait for a person or for something to happen, or that are long by their nature. */
const waits: ReadonlySet<string> = new Set<CallName>([
  'repositories.open',
  'repositories.show',
  'repositories.pick',
  'repositories.asked',
  'repositories.remove',
  'settings.update',
  'settings.deleteIndex',
  'indexing.pause',
  'indexing.cancel',
  'indexing.verify',
  'updates.check',
  'updates.download',
  'updates.install',
]);

/** Failures that a bug report is about. All others are answers: a path that is not there, a query that can't be read. */
const faults: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INTERNAL',
  'GIT_FAILED',
  'GIT_TIME_BUDGET',
  'INDEX_DAMAGED',
  'INDEX_FOREIGN',
  'INDEX_MISMATCH',
  'INDEX_NEWER',
  'INDEX_UNREADABLE',
  'DATA_FOLDER_NOT_WRITABLE',
  'DISK_FULL',
  'MODEL_MISSING',
  'MODEL_CHECKSUM',
  'MODEL_INVALID',
  'EMBEDDER_CRASHED',
  'EMBEDDER_TIMEOUT',
  'EMBEDDER_BAD_OUTPUT',
  'EDITOR_FAILED',
]);

type AnyHandler = (request: unknown, context: CallContext) => unknown;

/** The same handlers; calls that are slow, and faults, are written down by name, without request and answer. */
export function watchHandlers(handlers: Handlers, log: Log): Handlers {
  const slow = new SlowNotes((call, noted) => log('warn', 'call.slow', { call, ...noted }));
  const watched = Object.entries(handlers).map(([call, handler]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever calls has the types of this very name
    const handle = handler as AnyHandler;
    const watch: AnyHandler = async (request, context) => {
      const started = performance.now();
      try {
        return await handle(request, context);
      } catch (thrown) {
        if (faults.has(toErrorShape(thrown).code)) log('error', 'call.failed', { call, ...describeFailure(thrown) });
        throw thrown;
      } finally {
        const took = performance.now() - started;
        if (took > slowMs && !waits.has(call)) slow.note(call, took);
      }
    };
    return [call, watch];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each is the handler of its own name
  return Object.fromEntries(watched) as Handlers;
}

/** The same events; a run of indexing that fails, which no call waits for, is written down once. */
export function watchEvents(emit: Emit, log: Log): Emit {
  const failed = new Set<string>();
  const note: Emit = (name, payload) => {
    if (name === 'indexing.progress' && 'state' in payload && 'error' in payload && 'repositoryId' in payload) {
      const { repositoryId, state, error } = payload;
      if (state !== 'failed') failed.delete(repositoryId);
      else if (!failed.has(repositoryId)) {
        failed.add(repositoryId);
        log('error', 'indexing.failed', { code: error?.code ?? 'INTERNAL' });
      }
    }
    emit(name, payload);
  };
  return note;
}
