/**
 * End-to-end index benchmark: `node bench/index.ts FOLDER [--model FOLDER] [--json FILE] [--keep]`.
 * Indexes the folder into a temporary data folder, then again without a change, with one changed file, and after a kill.
 * Nothing is written into the folder but one touched line, which is taken back.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EmbedderHost, forkEmbedder } from '../src/engine/embedding/index.ts';
import { createReadingPool } from '../src/engine/ingest/index.ts';
import { IndexingController } from '../src/engine/indexing/index.ts';
import { findModelFolder } from '../src/engine/models/folder/find-model-folder.ts';
import { folderSource } from '../src/engine/models/index.ts';
import { findResources } from '../src/engine/resources.ts';
import { openWriter } from '../src/engine/store/index.ts';
import { defaultSettings } from '../src/shared/contract/settings.ts';
import { MemoryWatch, processorMs } from './memory-watch.ts';
import { databaseOf } from '../test/helpers/database-of.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' }, json: { type: 'string' }, keep: { type: 'boolean', default: false } },
});
const root = resolve(positionals[0] ?? '.');
const modelFolder = values.model ?? findModelFolder(findResources().models);
if (modelFolder === null) throw new Error('no model: pass --model FOLDER');

const dataFolder = mkdtempSync(join(tmpdir(), 'whence-bench-'));
const indexFile = join(dataFolder, 'index.sqlite');
const memory = new MemoryWatch();
const host = new EmbedderHost({ source: folderSource(modelFolder), spawn: () => forkEmbedder() });
memory.watch('embedder', () => host.pid);
const pool = createReadingPool();

interface Pass {
  readonly totalMs: number;
  readonly readingMs: number;
  readonly embeddingMs: number;
  readonly embedded: number;
  readonly reused: number;
}

/** Opens the index, brings it up to date and closes it, as one use of the app does. */
async function pass(): Promise<Pass> {
  const started = performance.now();
  const writer = await openWriter(indexFile, { root, appVersion: 'bench' });
  const controller = new IndexingController({
    repositoryId: 'bench',
    root,
    writer,
    embedder: host,
    pool,
    limits: () => defaultSettings,
    emit: () => undefined,
  });
  controller.start();
  const progress = await controller.whenIdle();
  const totalMs = performance.now() - started;
  if (progress.error) throw new Error(progress.error.message);
  const newest = (name: 'embedding.chunks' | 'embedding.reused'): number => writer.samples(name, 1).at(-1)?.value ?? 0;
  const result = {
    totalMs,
    readingMs: progress.reading.elapsedMs,
    embeddingMs: progress.embedding.elapsedMs,
    embedded: newest('embedding.chunks'),
    reused: newest('embedding.reused'),
  };
  await controller.close();
  writer.close();
  return result;
}

/** Longest time that the event loop did not turn, in ms. */
function watchEventLoop(): { longest: () => number; stop: () => void } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 2);
    last = now;
  }, 2);
  return { longest: () => longest, stop: () => clearInterval(timer) };
}

const perSecond = (n: number, ms: number): number => Math.round((n * 1000) / Math.max(ms, 1));

const loop = watchEventLoop();
const first = await pass();
const longestBlock = loop.longest();
const processorTime = { main: processorMs(process.pid), embedder: processorMs(host.pid) };
loop.stop();

const writer = await openWriter(indexFile, { root, appVersion: 'bench' });
const counts = writer.counts();
const sourceBytes =
  databaseOf(writer).prepare<[], number>("SELECT sum(size) AS n FROM files WHERE state = 'indexed'").pluck().get() ?? 0;
const changedPath = databaseOf(writer)
  .prepare<[], string>(
    "SELECT path FROM files WHERE state = 'indexed' AND size BETWEEN 2000 AND 20000 ORDER BY path LIMIT 1",
  )
  .pluck()
  .get();
writer.close();
const indexBytes = statSync(indexFile).size;

const unchanged = await pass();
const changed = changedPath === undefined ? null : await oneChange(join(root, changedPath));

async function oneChange(file: string): Promise<Pass> {
  const { length } = readFileSync(file);
  appendFileSync(file, '\n// one more line\n');
  try {
    return await pass();
  } finally {
    truncateSync(file, length);
  }
}

await host.stop();
await pool.close();

const figures = {
  root,
  files: counts.files,
  skipped: counts.skipped,
  chunks: counts.chunks,
  sourceMB: sourceBytes / 1e6,
  embedded: first.embedded,
  reused: first.reused,
  filesPerSecond: perSecond(counts.files, first.readingMs),
  readChunksPerSecond: perSecond(counts.chunks, first.readingMs),
  embedChunksPerSecond: perSecond(counts.chunks, first.embeddingMs),
  endToEndChunksPerSecond: perSecond(counts.chunks, first.totalMs),
  firstIndexMs: first.totalMs,
  unchangedMs: unchanged.totalMs,
  oneChangeMs: changed?.totalMs ?? null,
  oneChangeEmbedded: changed?.embedded ?? null,
  longestBlockMs: longestBlock,
  processorMsOfFirstIndex: processorTime,
  processorUsPerChunk: ((processorTime.main + processorTime.embedder) * 1000) / Math.max(counts.chunks, 1),
  peakMB: memory.peaks(),
  indexMB: indexBytes / 1e6,
  indexPerSource: indexBytes / Math.max(sourceBytes, 1),
};
memory.stop();
console.log(
  Object.entries(figures)
    .map(([name, value]) => {
      const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : JSON.stringify(value);
      return `${name.padEnd(26)} ${shown}`;
    })
    .join('\n'),
);
if (values.json) writeFileSync(values.json, JSON.stringify(figures, null, 2));
if (values.keep) console.log(`index kept in ${dataFolder}`);
else rmSync(dataFolder, { recursive: true, force: true });
