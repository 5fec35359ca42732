/** Indexes a root in a process of its own, to be killed: arguments are root, data folder and model folder. */
import { EmbedderHost, forkEmbedder } from '../../src/engine/embedding/index.ts';
import { folderSource } from '../../src/engine/models/index.ts';
import { openIndexedRoot } from './indexed-root.ts';

const [root = '', data = '', model = '', entry = ''] = process.argv.slice(2);
const embedder = new EmbedderHost({ source: folderSource(model), spawn: () => forkEmbedder({ entry }) });
const indexed = await openIndexedRoot({ root, data }, { embedder });
indexed.controller.start();
await indexed.controller.whenIdle();
await indexed.close();
await embedder.stop();
