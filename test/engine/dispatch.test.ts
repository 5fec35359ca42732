import { describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/engine/dispatch.ts';
import type { Handlers } from '../../src/shared/contract/index.ts';
import { WhenceError } from '../../src/shared/errors.ts';

const dispatcherOf = (handlers: Partial<Handlers>, bugs: string[] = []): ReturnType<typeof createDispatcher> =>
  createDispatcher(handlers as Handlers, { onBug: (name) => bugs.push(name) });

/** Ends when its call is cancelled, and never else. */
const untilCancelled: Handlers['search.query'] = async (_request, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new WhenceError('CANCELLED', 'The request was cancelled.')));
  });

const query = { repositoryId: 'r', text: 'a' };

describe('createDispatcher', () => {
  it('answers what a handler gives, and its expected failures with code and data', async () => {
    const dispatcher = dispatcherOf({
      'settings.storage': () => [],
      'repositories.status': () => {
        throw new WhenceError('INDEX_LOCKED', 'Somebody writes.', { data: { pid: 7 } });
      },
    });
    expect(await dispatcher.call('1', 'settings.storage', {})).toEqual({ ok: true, data: [] });
    expect(await dispatcher.call('2', 'repositories.status', { repositoryId: 'r' })).toEqual({
      ok: false,
      error: { code: 'INDEX_LOCKED', message: 'Somebody writes.', data: { pid: 7 } },
    });
  });

  // A handler that runs before its request was checked would take what any page sends.
  it('runs no handler with a request that is not as agreed', async () => {
    let ran = 0;
    const dispatcher = dispatcherOf({
      'repositories.readFile': () => {
        ran += 1;
        throw new Error('must not run');
      },
    });
    for (const request of [
      null,
      'x',
      {},
      { repositoryId: 'r' },
      { repositoryId: 'r', path: 7 },
      { repositoryId: 'r', path: 'a', x: 1 },
    ]) {
      expect(await dispatcher.call('1', 'repositories.readFile', request)).toMatchObject({
        ok: false,
        error: { code: 'BAD_REQUEST' },
      });
    }
    expect(ran).toBe(0);
  });

  it('knows no call by a name that objects have anyway', async () => {
    const bugs: string[] = [];
    const dispatcher = dispatcherOf({}, bugs);
    for (const name of ['constructor', '__proto__', 'hasOwnProperty', '']) {
      expect(await dispatcher.call('1', name, {})).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    }
    expect(bugs).toEqual([]);
  });

  it('is loud about bugs and keeps them apart from expected failures', async () => {
    const bugs: string[] = [];
    const dispatcher = dispatcherOf(
      {
        'settings.app': () => {
          throw new TypeError('undefined is not a function');
        },
      },
      bugs,
    );
    expect(await dispatcher.call('1', 'settings.app', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(bugs).toEqual(['settings.app']);
  });

  it('cancels one call, the one before of the same id, and all when the caller goes', async () => {
    const dispatcher = dispatcherOf({ 'search.query': untilCancelled });
    const first = dispatcher.call('a', 'search.query', query);
    const second = dispatcher.call('a', 'search.query', query);
    expect(await first).toMatchObject({ error: { code: 'CANCELLED' } });
    dispatcher.cancel('a');
    expect(await second).toMatchObject({ error: { code: 'CANCELLED' } });
    const rest = [dispatcher.call('b', 'search.query', query), dispatcher.call('c', 'search.query', query)];
    dispatcher.cancelAll();
    for (const answer of await Promise.all(rest)) expect(answer).toMatchObject({ error: { code: 'CANCELLED' } });
    dispatcher.cancel('unknown');
  });
});
