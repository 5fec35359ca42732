/**
 * The embedder alone: `node bench/embedding.ts [FOLDER] [--model FOLDER] [--json FILE]`.
 * Cuts the source files of FOLDER into texts of about 150 tokens, embeds them through the embedder process as indexing does, and
 * measures queries in this process. Rates are per second of wall time and per second of the embedder's processor time, since a
 * busy machine falsifies the first.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbedderHost, forkEmbedder } from '../src/engine/embedding/index.ts';
import { loadVerifiedModel } from '../src/engine/models/folder/model-manifest.ts';
import { createTokenizer } from '../src/engine/models/folder/tokenizer.ts';
import { folderSource, forQueries, openModel } from '../src/engine/models/index.ts';
import { findModelFolder } from '../src/engine/models/folder/find-model-folder.ts';
import { findResources } from '../src/engine/resources.ts';
import { processorMs } from './memory-watch.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' }, json: { type: 'string' } },
});
const root = resolve(positionals[0] ?? '.');
const folder = values.model ?? findModelFolder(findResources().models);
if (folder === null) throw new Error('no model: pass --model FOLDER');

const tokensPerText = 150;
const mostTexts = 60_000;
const batchSize = 128;
const sourceName = /\.(?:c|cc|cpp|cs|ex|go|h|hs|java|js|kt|lua|md|php|py|rb|rs|scala|sh|swift|ts|tsx|zig)$/u;

function* sourceFiles(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') yield* sourceFiles(path);
    else if (entry.isFile() && sourceName.test(entry.name) && statSync(path).size < 500_000) yield path;
  }
}

const tokenizer = createTokenizer(loadVerifiedModel(folder));
const tokensOf = (text: string): number => tokenizer.tokenize(text).counts.reduce((sum, n) => sum + n, 0);

/** Runs of lines that reach the wanted number of tokens. */
function* textsOf(path: string): Generator<string> {
  let lines: string[] = [];
  let tokens = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    lines.push(line);
    tokens += tokensOf(line);
    if (tokens < tokensPerText) continue;
    yield lines.join('\n');
    lines = [];
    tokens = 0;
  }
}

const texts: string[] = [];
for (const path of sourceFiles(root)) {
  for (const text of textsOf(path)) if (texts.length < mostTexts) texts.push(text);
}
const tokens = texts.reduce((sum, text) => sum + tokensOf(text), 0);

const host = new EmbedderHost({ source: folderSource(folder), spawn: () => forkEmbedder() });
const loadStarted = performance.now();
await host.start();
const loadMs = performance.now() - loadStarted;

/** Embeds every text, two batches under way; answers wall and processor time in ms. */
async function embedAll(): Promise<{ wallMs: number; processorMs: number }> {
  const before = processorMs(host.pid);
  const started = performance.now();
  const underWay: Promise<unknown>[] = [];
  for (let at = 0; at < texts.length; at += batchSize) {
    underWay.push(host.embed(texts.slice(at, at + batchSize)));
    if (underWay.length > 2) await underWay.shift();
  }
  await Promise.all(underWay);
  return { wallMs: performance.now() - started, processorMs: processorMs(host.pid) - before };
}

const cold = await embedAll();
const warm = await embedAll();
await host.stop();

const queryStarted = performance.now();
const model = await openModel(folderSource(folder), forQueries);
const queryLoadMs = performance.now() - queryStarted;
const words = ['parse', 'query', 'retry', 'backoff', 'index', 'where', 'socket', 'close', 'user', 'session'];
const queries = Array.from(
  { length: 2000 },
  (_, i) => `how does the ${words[i % 10]} ${words[(i * 7) % 10]} work ${i}`,
);
const times: number[] = [];
for (const text of queries) {
  const started = performance.now();
  await model.query(text);
  times.push(performance.now() - started);
}
await model.close();
times.sort((a, b) => a - b);

const perSecond = (ms: number): number => Math.round((texts.length * 1000) / Math.max(ms, 1));
const figures = {
  model: model.identity.id,
  texts: texts.length,
  tokensPerText: tokens / texts.length,
  firstPassPerSecond: perSecond(cold.wallMs),
  firstPassPerProcessorSecond: perSecond(cold.processorMs),
  warmPerSecond: perSecond(warm.wallMs),
  warmPerProcessorSecond: perSecond(warm.processorMs),
  embedderLoadMs: loadMs,
  queryLoadMs,
  queryP50Ms: times[1000],
  queryP99Ms: times[1980],
};
for (const [name, value] of Object.entries(figures)) {
  console.log(name.padEnd(30), typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : value);
}
if (values.json) writeFileSync(values.json, JSON.stringify(figures, null, 2));
