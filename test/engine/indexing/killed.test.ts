import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EmbedderHost, forkEmbedder } from '../../../src/engine/embedding/index.ts';
import { folderSource } from '../../../src/engine/models/index.ts';
import { openReader } from '../../../src/engine/store/index.ts';
import { chunksInBatches, indexContent, openIndexedRoot, writeSources } from '../../helpers/indexed-root.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';
import { databaseOf } from '../../helpers/database-of.ts';

// Processes are started and killed here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const helper = (name: string): string => join(import.meta.dirname, '../../helpers', name);
let child: ChildProcess | null = null;

afterEach(() => {
  delete process.env['FAULT_DELAY_MS'];
  child?.kill('SIGKILL');
});

function batchesIn(data: string): number {
  try {
    const reader = openReader(join(data, 'index.sqlite'));
    const count = databaseOf(reader).prepare<[], number>('SELECT count(*) FROM batches').pluck().get() ?? 0;
    reader.close();
    return count;
  } catch {
    return 0; // not made yet
  }
}

describe('a process killed in the middle of phase 2', () => {
  it('loses at most the batches in flight: the next run reads nothing again and embeds only what is left', async () => {
    const places = { root: temporaryFolder('root'), data: temporaryFolder('data') };
    const model = join(temporaryFolder('model'), 'tiny');
    writeTinyModel(model);
    writeSources(places.root, 120);
    process.env['FAULT_DELAY_MS'] = '40';
    child = fork(helper('index-in-child.ts'), [places.root, places.data, model, helper('faulty-embedder.ts')], {
      stdio: 'inherit',
    });
    await expect.poll(() => batchesIn(places.data), { timeout: 25_000, interval: 20 }).toBeGreaterThan(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    delete process.env['FAULT_DELAY_MS'];

    const embedder = new EmbedderHost({ source: folderSource(model), spawn: () => forkEmbedder() });
    const resumed = await openIndexedRoot(places, { embedder });
    const left = resumed.writer.counts();
    expect(left.embedded).toBeGreaterThan(0);
    expect(left.pending).toBeGreaterThan(0);
    expect(chunksInBatches(resumed.writer)).toBe(left.embedded);
    const chunkIds = databaseOf(resumed.writer).prepare('SELECT id, file_id FROM chunks ORDER BY id').all();

    resumed.controller.start();
    expect((await resumed.controller.whenIdle()).state).toBe('done');
    expect(databaseOf(resumed.writer).prepare('SELECT id, file_id FROM chunks ORDER BY id').all()).toEqual(chunkIds);
    expect(chunksInBatches(resumed.writer)).toBe(resumed.writer.counts().chunks);

    const clean = await openIndexedRoot({ root: places.root, data: temporaryFolder('clean') }, { embedder });
    clean.controller.start();
    await clean.controller.whenIdle();
    expect(indexContent(resumed.writer)).toEqual(indexContent(clean.writer));
    await Promise.all([resumed.close(), clean.close()]);
    await embedder.stop();
  });
});
