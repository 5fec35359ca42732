import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbedderHost, forkEmbedder } from '../../../src/engine/embedding/index.ts';
import { folderSource } from '../../../src/engine/models/index.ts';
import { createReadingPool } from '../../../src/engine/ingest/index.ts';
import type { EmbeddingGate, IndexingOptions } from '../../../src/engine/indexing/index.ts';
import { openWriter } from '../../../src/engine/store/index.ts';
import {
  chunksInBatches,
  type IndexedRoot,
  indexContent,
  openIndexedRoot,
  writeSources,
} from '../../helpers/indexed-root.ts';
import { HoldingGate } from '../../helpers/holding-gate.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';
import { databaseOf } from '../../helpers/database-of.ts';

// Processes are started and killed here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const pool = createReadingPool();
afterAll(async () => pool.close());

const hosts: EmbedderHost[] = [];
const opened: IndexedRoot[] = [];
let root = '';
let data = '';
let model = '';

function newHost(folder = model): EmbedderHost {
  const entry = join(import.meta.dirname, '../../helpers/faulty-embedder.ts');
  const host = new EmbedderHost({ source: folderSource(folder), spawn: () => forkEmbedder({ entry }) });
  hosts.push(host);
  return host;
}

async function open(options: Partial<IndexingOptions> = {}, place = data): Promise<IndexedRoot> {
  const made = await openIndexedRoot({ root, data: place }, { embedder: newHost(), pool, ...options });
  opened.push(made);
  return made;
}

/** What a run without any interruption makes of the root as it is now. */
async function cleanContent(folder = model): Promise<unknown[]> {
  const clean = await open({ embedder: newHost(folder) }, temporaryFolder('clean'));
  clean.controller.start();
  await clean.controller.whenIdle();
  return indexContent(clean.writer);
}

const states = (made: IndexedRoot): string[] =>
  made.told.map((progress) => progress.state).filter((state, i, all) => state !== all[i - 1]);

const countBatches = (made: IndexedRoot): number =>
  databaseOf(made.writer).prepare<[], number>('SELECT count(*) FROM batches').pluck().get() ?? 0;

async function indexOnce(): Promise<IndexedRoot> {
  const made = await open();
  made.controller.start();
  await made.controller.whenIdle();
  await made.close();
  return made;
}

/** Starts a run and holds its embedding once a batch is written: the middle of phase 2, however fast the machine is. */
async function startHeld(options: Partial<IndexingOptions> = {}): Promise<{ made: IndexedRoot; gate: HoldingGate }> {
  const gate = new HoldingGate();
  const made = await open({ gate, ...options });
  const before = countBatches(made);
  const isMet = (): boolean => countBatches(made) > before;
  gate.holdOnce(isMet);
  made.controller.start();
  await expect.poll(isMet, { timeout: 20_000 }).toBe(true);
  return { made, gate };
}

const startOver: IndexingOptions['startOver'] = async (old) => {
  old.close();
  rmSync(old.file);
  return openWriter(old.file, { root, appVersion: 'test' });
};

const failedPaths = (made: IndexedRoot): string[] =>
  databaseOf(made.writer)
    .prepare<[], string>(
      `SELECT f.path FROM chunks c JOIN files f ON f.id = c.file_id WHERE c.embedding_status = 'failed'`,
    )
    .pluck()
    .all();

beforeEach(() => {
  root = temporaryFolder('root');
  data = temporaryFolder('data');
  model = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(model);
  writeSources(root, 40);
});

afterEach(async () => {
  delete process.env['FAULT_DELAY_MS'];
  delete process.env['FAULT_ALWAYS'];
  delete process.env['FAULT_SLOW_START'];
  for (const made of opened.splice(0)) await made.close();
  for (const host of hosts.splice(0)) await host.stop();
});

describe('a run from nothing', () => {
  it('reads, embeds every chunk once, verifies, and says so', async () => {
    const made = await open();
    made.controller.start();
    const progress = await made.controller.whenIdle();
    const counts = made.writer.counts();
    expect(states(made)).toEqual(['reading', 'embedding', 'finishing', 'done']);
    expect(counts).toMatchObject({ files: 40, pending: 0, vectors: counts.chunks, embedded: counts.chunks });
    expect(chunksInBatches(made.writer)).toBe(counts.chunks);
    expect(progress).toMatchObject({
      error: null,
      embedder: 'CPU (1 thread)',
      reading: { done: 40, total: 40, remainingMs: null },
      embedding: { done: counts.chunks, total: counts.chunks },
    });
    expect(made.writer.manifest().embeddingFinished).toMatchObject({ vectors: counts.chunks });
    expect(made.writer.events(1)).toMatchObject([{ kind: 'indexed' }]);
    expect(made.writer.samples('embedding.chunks', 1).at(-1)?.value).toBe(counts.chunks - progress.reused);
  });

  it('takes over the vector of equal text, and makes one for each path in the end', async () => {
    const made = await open();
    made.controller.start();
    const { reused } = await made.controller.whenIdle();
    expect(reused).toBeGreaterThan(0);
    const { chunks, vectors, borrowed } = made.writer.counts();
    const texts = databaseOf(made.writer).prepare('SELECT count(DISTINCT text_hash) FROM chunks').pluck().get();
    expect({ vectors, borrowed, texts }).toEqual({ vectors: chunks, borrowed: 0, texts: chunks - reused });
  });

  it('writes nothing when nothing changed, and starts no embedder', async () => {
    const first = await open();
    first.controller.start();
    await first.controller.whenIdle();
    const before = [countBatches(first), first.writer.events(100).length];
    await first.close();
    const embedder = newHost();
    const second = await open({ embedder });
    second.controller.start();
    await second.controller.whenIdle();
    expect([countBatches(second), second.writer.events(100).length]).toEqual(before);
    expect(embedder.state).toBe('stopped');
  });

  it('stops after phase 1 when asked, and goes on with phase 2', async () => {
    const made = await open();
    made.controller.start({ phase: 1 });
    await made.controller.whenIdle();
    expect(made.writer.counts()).toMatchObject({ files: 40, vectors: 0 });
    made.controller.start({ phase: 2 });
    await made.controller.whenIdle();
    expect(made.writer.counts().pending).toBe(0);
  });

  it('is done after phase 1 where there is no model', async () => {
    const made = await open({ embedder: null });
    made.controller.start();
    expect(await made.controller.whenIdle()).toMatchObject({ state: 'done', error: null });
    expect(made.writer.counts().vectors).toBe(0);
  });
});

describe('pause, resume and cancel', () => {
  it('ends with the same rows as a run without pauses, and embeds nothing twice', async () => {
    process.env['FAULT_DELAY_MS'] = '15';
    const made = await open();
    made.controller.start();
    for (let i = 0; i < 12; i += 1) {
      await new Promise((resolve) => {
        setTimeout(resolve, 10 + ((i * 37) % 60));
      });
      expect(['paused', 'done']).toContain(made.controller.pause().state);
      if (i % 3 === 0) await made.controller.whenIdle();
      made.controller.resume();
    }
    await made.controller.whenIdle();
    expect(made.controller.progress()).toMatchObject({ state: 'done', error: null });
    expect(chunksInBatches(made.writer)).toBe(made.writer.counts().chunks);
    expect(indexContent(made.writer)).toEqual(await cleanContent());
  });

  it('stays paused until resumed', async () => {
    process.env['FAULT_DELAY_MS'] = '50';
    const made = await open();
    made.controller.start();
    made.controller.pause();
    expect((await made.controller.whenIdle()).state).toBe('paused');
    made.controller.changed();
    expect((await made.controller.whenIdle()).state).toBe('paused');
    made.controller.resume();
    expect((await made.controller.whenIdle()).state).toBe('done');
  });

  it('does not wait for an embedder that never gets ready', async () => {
    process.env['FAULT_SLOW_START'] = '1';
    const made = await open();
    made.controller.start();
    await expect.poll(() => made.controller.progress()?.state, { timeout: 20_000 }).toBe('embedding');
    made.controller.pause();
    expect((await made.controller.whenIdle()).state).toBe('paused');
    delete process.env['FAULT_SLOW_START'];
    await hosts[0]?.stop();
    made.controller.resume();
    expect((await made.controller.whenIdle()).state).toBe('done');
  });

  it('keeps what is done when cancelled, and a later start goes on from there', async () => {
    const { made, gate } = await startHeld();
    expect(made.controller.cancel().state).toBe('cancelled');
    expect((await made.controller.whenIdle()).state).toBe('cancelled');
    const kept = countBatches(made);
    expect(kept).toBeGreaterThan(0);
    gate.release();
    made.controller.start();
    await made.controller.whenIdle();
    expect(chunksInBatches(made.writer)).toBe(made.writer.counts().chunks);
  });
});

describe('a failing embedder', () => {
  it('fails with its own error after three crashes; trying again goes on', async () => {
    process.env['FAULT_ALWAYS'] = 'FAULT-KILLED';
    const made = await open();
    made.controller.start();
    const failed = await made.controller.whenIdle();
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'EMBEDDER_CRASHED' } });
    expect(made.writer.events(2).map((event) => event.kind)).toEqual(['failed', 'recovered']);
    delete process.env['FAULT_ALWAYS'];
    made.controller.resume();
    expect(await made.controller.whenIdle()).toMatchObject({ state: 'done', error: null });
    expect(made.writer.counts().pending).toBe(0);
  });

  it('finds the one chunk that crashes it and embeds the rest', async () => {
    writeFiles(root, { 'src/part-0015-fault.ts': '// FAULT-KILLED\nexport const broken = 1;\n' });
    const made = await open();
    made.controller.start();
    expect(await made.controller.whenIdle()).toMatchObject({ state: 'done', error: null });
    expect(failedPaths(made)).toEqual(['src/part-0015-fault.ts']);
    expect(made.writer.counts()).toMatchObject({ pending: 0, embedded: made.writer.counts().chunks - 1 });
  });

  it('marks the one chunk that has no numbers and embeds the rest', async () => {
    writeFiles(root, { 'src/zz-fault.ts': '// FAULT-NAN\nexport const broken = 1;\n' });
    const made = await open();
    made.controller.start();
    expect((await made.controller.whenIdle()).state).toBe('done');
    expect(failedPaths(made)).toEqual(['src/zz-fault.ts']);
    expect(made.writer.events(1)[0]?.message).toContain('1 chunk');
  });

  it('keeps keyword search when the model is damaged, and says what is wrong', async () => {
    appendFileSync(join(model, 'model.onnx'), 'x');
    const made = await open();
    made.controller.start();
    expect(await made.controller.whenIdle()).toMatchObject({ state: 'failed', error: { code: 'MODEL_CHECKSUM' } });
    expect(made.writer.manifest().readingFinished).not.toBeNull();
  });
});

describe('changes', () => {
  it('are read before embedding goes on', async () => {
    const { made, gate } = await startHeld();
    writeSources(root, 1, 41);
    made.controller.changed();
    await expect.poll(() => made.writer.counts().files, { timeout: 20_000 }).toBe(41);
    expect(made.writer.counts().pending).toBeGreaterThan(0);
    gate.release();
    await made.controller.whenIdle();
    expect(indexContent(made.writer)).toEqual(await cleanContent());
  });

  it('are read after a cancel and after a failure too, which keeps keywords current', async () => {
    const { made, gate } = await startHeld();
    made.controller.cancel();
    await made.controller.whenIdle();
    const embedded = made.writer.counts().embedded;
    writeSources(root, 1, 41);
    made.controller.changed();
    await made.controller.whenIdle();
    expect(made.writer.counts()).toMatchObject({ files: 41, embedded });

    gate.release();
    process.env['FAULT_ALWAYS'] = 'FAULT-KILLED';
    await hosts[0]?.stop();
    made.controller.start();
    expect((await made.controller.whenIdle()).state).toBe('failed');
    writeSources(root, 1, 42);
    made.controller.changed();
    expect((await made.controller.whenIdle()).state).toBe('failed');
    expect(made.writer.counts().files).toBe(42);
  });

  it('of one file embed its chunks only', async () => {
    const made = await open();
    made.controller.start();
    await made.controller.whenIdle();
    const before = chunksInBatches(made.writer);
    appendFileSync(join(root, 'src/part-0007.ts'), '\nexport const added = 1;\n');
    made.controller.changed();
    await made.controller.whenIdle();
    const embedded = chunksInBatches(made.writer) - before;
    expect(embedded).toBeGreaterThan(0);
    expect(embedded).toBeLessThanOrEqual(2);
  });
});

describe('the gate', () => {
  it('holds embedding back, says why, and lets it go on', async () => {
    let reason: string | null = 'on battery';
    const listeners: (() => void)[] = [];
    const gate: EmbeddingGate = {
      blockedBy: () => reason,
      onChange: (callback) => {
        listeners.push(callback);
        return () => undefined;
      },
    };
    const made = await open({ gate });
    made.controller.start();
    await expect.poll(() => made.controller.progress()?.waiting, { timeout: 20_000 }).toBe('on battery');
    expect(made.writer.counts()).toMatchObject({ files: 40, vectors: 0 });
    reason = null;
    for (const listener of listeners) listener();
    const progress = await made.controller.whenIdle();
    expect(progress.state).toBe('done');
    expect(progress).not.toHaveProperty('waiting');
  });
});

describe('another model', () => {
  it('serves only when all its vectors are there, also after an interruption', async () => {
    await indexOnce();
    const other = join(temporaryFolder('model'), 'other');
    const revision = writeTinyModel(other, { seed: 2, dimensions: 24, id: 'other' });
    const { made: first } = await startHeld({ embedder: newHost(other) });
    expect(first.writer.manifest()).toMatchObject({ model: { id: 'tiny' }, nextModel: { id: 'other' } });
    expect(first.writer.counts()).toMatchObject({ vectors: first.writer.counts().chunks });
    expect(first.writer.counts().pending).toBeGreaterThan(0);
    await first.close();
    const second = await open({ embedder: newHost(other) });
    second.controller.start();
    expect((await second.controller.whenIdle()).state).toBe('done');
    expect(second.writer.manifest()).toMatchObject({
      model: { id: 'other', revision, dimensions: 24 },
      nextModel: null,
    });
    expect(indexContent(second.writer)).toEqual(await cleanContent(other));
    expect(chunksInBatches(second.writer)).toBe(2 * second.writer.counts().chunks);
  });

  it('is given up when cancelled: the old vectors stay', async () => {
    await indexOnce();
    const other = join(temporaryFolder('model'), 'other');
    writeTinyModel(other, { seed: 2, id: 'other' });
    const before = await cleanContent();
    const { made } = await startHeld({ embedder: newHost(other) });
    expect(made.writer.manifest().nextModel?.id).toBe('other');
    made.controller.cancel();
    await made.controller.whenIdle();
    expect(made.writer.manifest()).toMatchObject({ model: { id: 'tiny' }, nextModel: null });
    expect(indexContent(made.writer)).toEqual(before);
  });
});

describe('rebuild', () => {
  it('starts from an empty index', async () => {
    const made = await open({ startOver });
    made.controller.start();
    await made.controller.whenIdle();
    const content = indexContent(made.writer);
    made.controller.start({ rebuild: true });
    await made.controller.whenIdle();
    expect(indexContent(made.controller.writer)).toEqual(content);
    expect(made.controller.writer.events(10).map((event) => event.kind)).toEqual(['indexed']);
  });
});
