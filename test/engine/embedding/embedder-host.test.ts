import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbedderHost, type EmbedderHostOptions, forkEmbedder } from '../../../src/engine/embedding/index.ts';
import { folderSource } from '../../../src/engine/models/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

// Processes are started and killed here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const faultyEntry = join(import.meta.dirname, '../../helpers/faulty-embedder.ts');
const states: string[] = [];
let folder = '';
let host: EmbedderHost | null = null;

function startHost(options: Partial<EmbedderHostOptions> = {}): EmbedderHost {
  host = new EmbedderHost({
    source: folderSource(folder),
    spawn: () => forkEmbedder({ entry: faultyEntry, heapMB: 64 }),
    onStateChange: (state) => states.push(state),
    ...options,
  });
  return host;
}

const once = (): string => `once=${join(temporaryFolder('once'), 'happened')}`;

beforeEach(() => {
  states.length = 0;
  folder = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(folder);
});

afterEach(async () => {
  await host?.stop();
  delete process.env['FAULT_DEAF_TO_STOP'];
  delete process.env['FAULT_SLOW_START'];
});

describe('EmbedderHost', () => {
  it('starts with the first batch, answers in order, and stops', async () => {
    const host = startHost({ spawn: () => forkEmbedder() });
    const [a, b] = await Promise.all([host.embed(['parse']), host.embed(['file', 'parse'])]);
    expect(a.vectors).toHaveLength(16);
    expect(b.vectors.slice(16)).toEqual(a.vectors);
    expect(host.info).toMatchObject({ id: 'tiny', dimensions: 16, device: 'CPU (1 thread)' });
    await host.stop();
    expect(states).toEqual(['starting', 'ready', 'busy', 'ready', 'stopping', 'stopped']);
    expect((await host.embed(['parse'])).vectors).toEqual(a.vectors);
  });

  it.each([['FAULT-KILLED'], ['FAULT-EXIT'], ['FAULT-MEMORY']])(
    'starts again after %s and answers what was under way',
    async (fault) => {
      const host = startHost();
      const expected = await host.embed(['parse']);
      const [first, second] = await Promise.all([host.embed([`${fault} ${once()}`]), host.embed(['parse'])]);
      expect(first.vectors).toHaveLength(16);
      expect(second.vectors).toEqual(expected.vectors);
      expect(host.crashes).toBe(1);
      expect(states).toContain('crashed');
    },
  );

  it.each([
    ['FAULT-KILLED', 'EMBEDDER_CRASHED', 'crashed'],
    ['FAULT-EXIT', 'EMBEDDER_CRASHED', 'crashed'],
    ['FAULT-MEMORY', 'EMBEDDER_CRASHED', 'out-of-memory'],
    ['FAULT-HANG', 'EMBEDDER_TIMEOUT', 'timeout'],
    ['FAULT-DEAF', 'EMBEDDER_TIMEOUT', 'timeout'],
  ])('gives up after three times %s with its own error, and tries again when asked', async (fault, code, kind) => {
    const isTimeout = kind === 'timeout';
    const host = startHost(isTimeout ? { limits: { batchMs: 300 } } : {});
    await host.start();
    const error: unknown = await host.embed([fault]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, data: { failures: [{ kind }, { kind }, { kind }] } });
    expect(host.crashes).toBe(3);
    expect((await host.embed(['parse'])).vectors).toHaveLength(16);
  });

  it('tells the last words of a crash', async () => {
    const error: unknown = await startHost()
      .embed(['FAULT-EXIT'])
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('something broke');
  });

  it('refuses an answer of the wrong shape without ending the process', async () => {
    const host = startHost();
    await expect(host.embed(['FAULT-SHAPE'])).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_OUTPUT',
      data: { problem: 'shape' },
    });
    expect(host.state).toBe('ready');
    expect(host.crashes).toBe(0);
  });

  it('passes on why the model cannot be loaded, without trying three times', async () => {
    writeTinyModel(folder, { fault: 'nan' });
    const host = startHost();
    await expect(host.embed(['parse'])).rejects.toMatchObject({ code: 'EMBEDDER_BAD_OUTPUT' });
    await expect(startHost({ source: folderSource(join(folder, 'none')) }).start()).rejects.toMatchObject({
      code: 'MODEL_MISSING',
    });
    expect(host.crashes).toBe(0);
  });

  it('gives up on a process that never gets ready', async () => {
    process.env['FAULT_SLOW_START'] = '1';
    const host = startHost({ limits: { startMs: 300 } });
    await expect(host.start()).rejects.toMatchObject({
      code: 'EMBEDDER_TIMEOUT',
      data: { failures: [{ when: 'starting' }, { when: 'starting' }, { when: 'starting' }] },
    });
  });

  it('takes another number of threads between two batches, and loses none that wait', async () => {
    let threads = 1;
    const host = startHost({ threads: () => threads });
    const before = await host.start();
    const first = host.embed(['parse']);
    threads = 2;
    const others = [host.embed(['file']), host.embed(['parse'])];
    const [a, , c] = await Promise.all([first, ...others]);
    expect(c?.vectors).toEqual(a?.vectors);
    expect([before.device, host.info?.device]).toEqual(['CPU (1 thread)', 'CPU (2 threads)']);
    expect(states.join(' ')).toBe('starting ready busy ready stopping stopped starting ready busy ready');
    threads = 1;
    expect((await host.start()).device).toBe('CPU (1 thread)');
    expect(host.crashes).toBe(0);
  });

  it('keeps a process when the number of threads is changed back before the next batch', async () => {
    let threads = 1;
    const host = startHost({ threads: () => threads });
    await host.start();
    const { pid } = host;
    const first = host.embed(['parse']);
    threads = 2;
    const second = host.embed(['file']);
    threads = 1;
    await Promise.all([first, second]);
    expect(host.pid).toBe(pid);
  });

  it('is stopped while it takes another number of threads', async () => {
    let threads = 1;
    const host = startHost({ threads: () => threads });
    await host.start();
    threads = 2;
    const cut = host.embed(['parse']).catch((thrown: unknown) => thrown);
    await host.stop();
    expect(await cut).toMatchObject({ name: 'AbortError' });
    expect(host.state).toBe('stopped');
  });

  it('cancels one batch at once and goes on with the others', async () => {
    const host = startHost();
    await host.start();
    const stop = new AbortController();
    const long = host.embed(
      Array.from({ length: 2000 }, (_, i) => `class user ${i}`),
      stop.signal,
    );
    const next = host.embed(['parse']);
    stop.abort();
    await expect(long).rejects.toThrow('aborted');
    expect((await next).vectors).toHaveLength(16);
  });

  it('kills a process that does not stop when asked', async () => {
    process.env['FAULT_DEAF_TO_STOP'] = '1';
    const host = startHost({ limits: { stopMs: 200 } });
    await host.start();
    await host.stop();
    expect(host.state).toBe('stopped');
    expect(host.crashes).toBe(0);
  });

  it('ends an idle process, and batches under way when it is stopped', async () => {
    const host = startHost({ limits: { idleMs: 50 } });
    await host.embed(['parse']);
    await expect.poll(() => host.state).toBe('stopped');
    const cut = host.embed(['FAULT-HANG']).catch((thrown: unknown) => thrown);
    await host.stop();
    expect(await cut).toMatchObject({ name: 'AbortError' });
  });
});
