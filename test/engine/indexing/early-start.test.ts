import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { EmbedderHost, forkEmbedder } from '../../../src/engine/embedding/index.ts';
import { folderSource } from '../../../src/engine/models/index.ts';
import type { EmbeddingGate, IndexingOptions } from '../../../src/engine/indexing/index.ts';
import { createReadingPool } from '../../../src/engine/ingest/index.ts';
import type { ErrorShape } from '../../../src/shared/errors.ts';
import { openIndexedRoot } from '../../helpers/indexed-root.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';

vi.setConfig({ testTimeout: 120_000 });

const pool = createReadingPool();
afterAll(async () => pool.close());

let root = '';
let data = '';
let model = '';

beforeEach(() => {
  root = temporaryFolder('root');
  data = temporaryFolder('data');
  model = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(model);
  writeFiles(root, Object.fromEntries(Array.from({ length: 320 }, (_, i) => [`notes/${i}.txt`, `note ${i}\n`])));
});

interface RunTold {
  /** What the controller was doing whenever the embedder started. */
  readonly starts: (string | undefined)[];
  readonly error: ErrorShape | null;
  readonly vectors: number;
}

/** One run over the root, from opening the index to closing it. */
async function run(options: { gate?: EmbeddingGate; phase?: 1 } = {}): Promise<RunTold> {
  const starts: RunTold['starts'] = [];
  const embedder = new EmbedderHost({
    source: folderSource(model),
    spawn: () => forkEmbedder(),
    onStateChange: (state) => {
      if (state === 'starting') starts.push(made.controller.progress()?.state);
    },
  });
  const given: Partial<IndexingOptions> = options.gate ? { gate: options.gate } : {};
  const made = await openIndexedRoot({ root, data }, { embedder, pool, ...given });
  try {
    made.controller.start(options.phase ? { phase: options.phase } : {});
    const { error } = await made.controller.whenIdle();
    return { starts, error, vectors: made.writer.counts().vectors };
  } finally {
    await made.close();
    await embedder.stop();
  }
}

it('starts the embedder while many files are read, and none when nothing changed since', async () => {
  expect(await run()).toEqual({ starts: ['reading'], error: null, vectors: 320 });
  expect(await run()).toEqual({ starts: [], error: null, vectors: 320 });
});

it('starts none while few files are read, though the root has many', async () => {
  await run({ phase: 1 });
  appendFileSync(join(root, 'notes/7.txt'), 'one more line\n');
  expect(await run()).toEqual({ starts: ['embedding'], error: null, vectors: 320 });
});

it('starts none where only reading was asked for', async () => {
  expect(await run({ phase: 1 })).toEqual({ starts: [], error: null, vectors: 0 });
});

it('starts none before the gate is open', async () => {
  let asked = 0;
  const blockedBy = (): string | null => {
    asked += 1;
    return asked === 1 ? 'on battery' : null;
  };
  const told = await run({ gate: { blockedBy, onChange: () => () => undefined } });
  expect(told).toEqual({ starts: ['embedding'], error: null, vectors: 320 });
});

it('leaves it to phase 2 to say why the embedder does not start', async () => {
  appendFileSync(join(model, 'model.onnx'), 'x');
  const told = await run();
  expect(told).toMatchObject({ error: { code: 'MODEL_CHECKSUM' }, vectors: 0 });
  expect(told.starts[0]).toBe('reading');
});
