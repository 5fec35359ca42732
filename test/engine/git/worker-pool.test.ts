import { expect, it } from 'vitest';
import { type Slot, WorkerPool } from '../../../src/engine/git/worker-pool.ts';
import type { Job } from '../../../src/engine/git/worker-protocol.ts';

const job: Job<'blameKey'> = {
  name: 'blameKey',
  root: '/repository',
  engine: 'isomorphic',
  indexFile: null,
  request: {},
  streamed: false,
};

/** A pool of workers that finish nothing; answers what each is at. */
function busyPool(): { pool: WorkerPool; loads: () => number[] } {
  const given: { load: number }[] = [];
  const pool = new WorkerPool(() => {
    const slot = {
      load: 0,
      run: () => {
        slot.load += 1;
        return new Promise<never>(() => undefined);
      },
      keep: () => undefined,
      forget: () => undefined,
      stop: () => Promise.resolve(),
    } satisfies Slot;
    given.push(slot);
    return slot;
  });
  return { pool, loads: () => given.map(({ load }) => load) };
}

// Catches blame of a whole repository on the worker that a person's clicks wait for.
it('leaves the worker of visible requests alone in the background', () => {
  const { pool, loads } = busyPool();
  for (let i = 0; i < 3; i += 1) void pool.submit(job, { background: true });
  expect(loads()).toEqual([0, 3]);
  void pool.submit(job, {});
  void pool.submit(job, {});
  expect(loads()).toEqual([2, 3]);
});

it('uses both workers for visible requests while nothing runs in the background', () => {
  const { pool, loads } = busyPool();
  void pool.submit(job, {});
  void pool.submit(job, {});
  expect(loads()).toEqual([1, 1]);
  void pool.submit(job, {});
  expect(loads()).toEqual([2, 1]);
});
