import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WorkerThread } from '../../../src/engine/processes/worker-thread.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

interface TestOperations {
  echo: { request: string; answer: string; part: string };
  /** Never returns; says first that it would within `ms`. */
  hang: { request: { readonly ms: number | null }; answer: null; part: 'begun' };
  exit: { request: number; answer: null };
  /** How many calls this thread has had. */
  count: { request: null; answer: number };
  retire: { request: null; answer: null };
}

function openThread(order: 'serial' | 'concurrent', cancelGraceMs?: number): WorkerThread<TestOperations> {
  const server = resolve(import.meta.dirname, '../../../src/engine/processes/serve-thread.ts');
  const entry = join(temporaryFolder(), 'thread.mjs');
  writeFileSync(
    entry,
    `import { parentPort, workerData } from 'node:worker_threads';
    import { ThreadServer } from ${JSON.stringify(server)};
    let count = 0;
    new ThreadServer(parentPort, {
      echo: (text, { sendPart }) => { sendPart(text.slice(0, 1)); return text; },
      hang: ({ ms }, { limit, sendPart }) => { limit(ms); sendPart('begun'); for (;;); },
      exit: (code) => process.exit(code),
      count: () => (count += 1),
      retire: (_, { retire }) => { retire(); return null; },
    }, { data: workerData, order: ${JSON.stringify(order)} });`,
  );
  const thread = new WorkerThread<TestOperations>({
    entry,
    settings: null,
    order,
    ...(cancelGraceMs !== undefined && { cancelGraceMs }),
  });
  onTestFinished(() => thread.close());
  return thread;
}

const endOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));

it('hands over parts before the answer', async () => {
  const parts: string[] = [];
  const answer = await openThread('serial').call('echo', 'word', { onPart: (part) => parts.push(part) });
  expect([...parts, answer]).toEqual(['w', 'word']);
});

it('a cancelled call that goes on is ended with its thread, and what waited behind it is done', async () => {
  const thread = openThread('serial', 100);
  const stop = new AbortController();
  const hanging = endOf(thread.call('hang', { ms: null }, { signal: stop.signal, onPart: () => stop.abort() }));
  const behind = thread.call('echo', 'behind');
  expect([await hanging, await behind]).toEqual(['The request was cancelled.', 'behind']);
});

it('a call that does not keep the time it promised is lost, and says so', async () => {
  const thread = openThread('serial');
  const ends = await Promise.all([endOf(thread.call('hang', { ms: 200 })), thread.call('echo', 'next')]);
  expect(ends).toEqual(['it took more than 0.2 s', 'next']);
});

it('a thread that calls itself spent answers, and has a successor for what waits', async () => {
  const thread = openThread('serial');
  const ends = [thread.call('count', null), thread.call('count', null), thread.call('retire', null)];
  expect(await Promise.all([...ends, thread.call('count', null)])).toEqual([1, 2, null, 1]);
});

it('all calls at work in a thread by turns are lost with it; the next one is answered', async () => {
  const thread = openThread('concurrent');
  const lost = [endOf(thread.call('hang', { ms: 300 })), endOf(thread.call('echo', 'at work'))];
  expect(await Promise.all(lost)).toEqual(['it took more than 0.3 s', 'it took more than 0.3 s']);
  const exits = await endOf(thread.call('exit', 3));
  expect([exits, await thread.call('echo', 'next')]).toEqual(['its worker ended with code 3', 'next']);
});

it('closing loses what is under way at once, and a closed thread takes no calls', async () => {
  const thread = openThread('serial');
  const hanging = endOf(thread.call('hang', { ms: null }));
  await thread.close();
  expect([await hanging, await endOf(thread.call('echo', 'late'))]).toEqual([
    'its thread was closed',
    'its thread was closed',
  ]);
});
