import { expect, it } from 'vitest';
import { watchEvents, watchHandlers } from '../../../src/engine/log/watch-engine.ts';
import type { Emit, Handlers } from '../../../src/shared/contract/index.ts';
import type { IndexingProgress } from '../../../src/shared/contract/indexing.ts';
import { WhenceError } from '../../../src/shared/errors.ts';
import type { Log } from '../../../src/shared/log.ts';

function written(): { log: Log; lines: unknown[] } {
  const lines: unknown[] = [];
  return { lines, log: (level, event, data) => void lines.push({ level, event, ...data }) };
}

const failWith = (thrown: Error) => (): never => {
  throw thrown;
};

const progress = (state: IndexingProgress['state']): IndexingProgress =>
  ({ repositoryId: 'r', state, error: { code: 'DISK_FULL', message: 'of /secret' } }) as IndexingProgress;

const context = { signal: new AbortController().signal };

it('writes down faults by the name of their call, and no expected failure', async () => {
  const { log, lines } = written();
  const handlers = watchHandlers(
    {
      'settings.get': failWith(new TypeError('of secret.ts')),
      'settings.app': failWith(new WhenceError('INDEX_DAMAGED', 'The index of /secret is damaged.')),
      'settings.storage': failWith(new WhenceError('PATH_NOT_FOUND', '/secret is not there.')),
      'settings.licences': () => 'text',
    } as Partial<Handlers> as Handlers,
    log,
  );
  await expect(handlers['settings.get']({}, context)).rejects.toThrow('of secret.ts');
  await expect(handlers['settings.app']({}, context)).rejects.toMatchObject({ code: 'INDEX_DAMAGED' });
  await expect(handlers['settings.storage']({}, context)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  expect(await handlers['settings.licences']({}, context)).toBe('text');
  expect(lines).toMatchObject([
    { level: 'error', event: 'call.failed', call: 'settings.get', error: 'TypeError', code: null },
    { level: 'error', event: 'call.failed', call: 'settings.app', code: 'INDEX_DAMAGED' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

// No call waits for a run of indexing: its failure was seen by an open window only.
it('writes down a run of indexing that fails once, however often it is told', () => {
  const { log, lines } = written();
  const told: unknown[] = [];
  const emit: Emit = watchEvents((name) => told.push(name), log);
  for (const state of ['failed', 'failed', 'reading', 'failed'] as const) emit('indexing.progress', progress(state));
  expect(told).toHaveLength(4);
  expect(lines).toEqual([1, 2].map(() => ({ level: 'error', event: 'indexing.failed', code: 'DISK_FULL' })));
});
