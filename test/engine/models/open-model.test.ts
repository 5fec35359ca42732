import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { EmbedderHost, type EmbedderExit, type EmbedderPort } from '../../../src/engine/embedding/index.ts';
import type { EmbedderReply } from '../../../src/engine/embedding/embedder-messages.ts';
import { EmbedderService } from '../../../src/engine/embedding/embedder-service.ts';
import { identifyModel, type ModelKind, modelKinds, openModel } from '../../../src/engine/models/index.ts';
import { createSearcher, fromSignal, type Searcher, type SearcherOptions } from '../../../src/engine/search/index.ts';
import { openIndexedRoot } from '../../helpers/indexed-root.ts';
import { madeModels, type MadeSource } from '../../helpers/made-models.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const kinds: readonly ModelKind[] = [...modelKinds, madeModels];
const source: MadeSource = { kind: 'made', synonyms: { coins: 'money' } };
const unknown = { kind: 'crystal-ball' };

/** Hosts the embedder in this process; what crosses is copied as between processes. */
function embedderHere(): EmbedderPort {
  const events = new EventEmitter();
  const end = (): void => void events.emit('exit', { code: 0, signal: null, output: '' } satisfies EmbedderExit);
  const send = (reply: EmbedderReply): void => void events.emit('reply', structuredClone(reply));
  const service = new EmbedderService({ send, exit: end, kinds });
  return {
    pid: null,
    send: (request) => service.handle(structuredClone(request)),
    onReply: (listener) => void events.on('reply', listener),
    onExit: (listener) => void events.once('exit', listener),
    kill: end,
  };
}

/** A root of two files with the vectors of the made model. */
async function indexedByMade(): Promise<{ indexFile: string; root: string; device: string | undefined }> {
  const folder = temporaryFolder();
  const places = { root: join(folder, 'root'), data: join(folder, 'data') };
  for (const place of Object.values(places)) mkdirSync(place);
  writeFiles(places.root, { 'purse.txt': 'money money money\n', 'forest.txt': 'trees and leaves\n' });
  const embedder = new EmbedderHost({ source, kinds, spawn: embedderHere });
  const indexed = await openIndexedRoot(places, { embedder });
  indexed.controller.start();
  const { error } = await indexed.controller.whenIdle();
  expect(error).toBeNull();
  expect(indexed.writer.manifest().model).toEqual(await identifyModel(source, kinds));
  await indexed.close();
  await embedder.stop();
  return { indexFile: join(places.data, 'index.sqlite'), root: places.root, device: embedder.info?.device };
}

function searching(options: SearcherOptions): Searcher {
  const searcher = createSearcher(options);
  onTestFinished(async () => searcher.close());
  return searcher;
}

const never = fromSignal(new AbortController().signal);

it('takes a further kind of source by one line: it is indexed and searched like any other', async () => {
  const { device, ...index } = await indexedByMade();
  expect(device).toBe('made');
  const { results, notes } = await searching({ ...index, model: source, kinds }).query(
    { text: 'coins', mode: 'meaning' },
    never,
  );
  expect(notes).toEqual([]);
  expect(results[0]).toMatchObject({ path: 'purse.txt', meaningRank: 1, keywordRank: null });
});

it('searches by keyword and says why where the kind of a source is not known', async () => {
  const { indexFile, root } = await indexedByMade();
  const answer = await searching({ indexFile, root, model: unknown }).query({ text: 'money' }, never);
  expect(answer.results[0]?.path).toBe('purse.txt');
  expect(answer.notes.join(' ')).toContain('"crystal-ball"');
});

it('refuses a source of a kind that it does not know', async () => {
  const refused = { code: 'MODEL_INVALID', data: { kind: 'crystal-ball' } };
  await expect(identifyModel(unknown, kinds)).rejects.toMatchObject(refused);
  await expect(openModel(unknown, { threads: 1, accelerate: false }, kinds)).rejects.toMatchObject(refused);
});
