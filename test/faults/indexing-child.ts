/**
 * Brings an index up to date the way the app does, in a process of its own that can be killed: `indexing-child.ts MODE ROOT
 * INDEX MODEL`, MODE being `index` or `repair`. Tells on stdout what is durable: `started`, `opened`, `read N`, `embedded N`, `finished`.
 */
import { writeSync } from 'node:fs';
import { EmbedderHost, forkEmbedder } from '../../src/engine/embedding/index.ts';
import { folderSource } from '../../src/engine/models/index.ts';
import { createReadingPool } from '../../src/engine/ingest/index.ts';
import { IndexingController } from '../../src/engine/indexing/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import { defaultSettings } from '../../src/shared/contract/settings.ts';

const [mode = 'index', root = '', indexFile = '', model = ''] = process.argv.slice(2);
const tell = (line: string): void => void writeSync(1, `${line}\n`);

tell('started');
const writer = await openWriter(indexFile, { root, appVersion: 'test' });
tell('opened');
if (mode === 'repair') await writer.verify({ repair: true });
const embedder = new EmbedderHost({ source: folderSource(model), spawn: () => forkEmbedder() });
const pool = createReadingPool();
const controller = new IndexingController({
  repositoryId: 'faults',
  root,
  writer,
  embedder,
  pool,
  limits: () => defaultSettings,
  emit: ({ state, reading, embedding }) => {
    if (state === 'reading') tell(`read ${reading.done}`);
    if (state === 'embedding') tell(`embedded ${embedding.done}`);
  },
});
controller.start();
const { state, error } = await controller.whenIdle();
await controller.close();
await embedder.stop();
await pool.close();
writer.close();
tell(state === 'done' ? 'finished' : `ended ${state} ${error?.message ?? ''}`);
