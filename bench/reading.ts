/**
 * Phase 1 alone: `node bench/reading.ts FOLDER [--changes]`. Prints files/s and chunks/s of a first reading, the time of one
 * that finds nothing, of one after a changed file (`--changes` touches and restores one), the longest time that the event loop
 * stood still, and the size of each part of the index against the source.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createReadingPool, readPhase, type ReadSummary } from '../src/engine/ingest/index.ts';
import { openWriter } from '../src/engine/store/index.ts';
import { databaseOf } from '../test/helpers/database-of.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { changes: { type: 'boolean', default: false } },
});
const root = resolve(positionals[0] ?? '.');
const folder = mkdtempSync(join(tmpdir(), 'whence-bench-'));
const pool = createReadingPool();
const writer = await openWriter(join(folder, 'index.sqlite'), { root, appVersion: 'bench' });

async function read(paths?: readonly string[]): Promise<ReadSummary & { readonly longestMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const summary = await readPhase({
    writer,
    root,
    limits: { maxFileBytes: 1024 * 1024, includeVendored: false },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    pool,
    ...(paths && { paths }),
  });
  delay.disable();
  return { ...summary, longestMs: delay.max / 1e6 };
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const share = (value: number, of: number): string => (value / of).toFixed(3);

const first = await read();
const cpu = process.cpuUsage();
console.log(
  `first: ${first.read} files, ${first.chunksAdded} chunks in ${ms(first.tookMs)}: ` +
    `${Math.round((first.read * 1000) / first.tookMs)} files/s, ${Math.round((first.chunksAdded * 1000) / first.tookMs)} chunks/s; ` +
    `longest block ${ms(first.longestMs)}; this process used ${ms((cpu.user + cpu.system) / 1000)} of processor, workers included`,
);
for (let i = 0; i < 3; i += 1) console.log(`nothing changed: ${ms((await read()).tookMs)} for ${first.files} files`);

const changed = databaseOf(writer)
  .prepare<[], string>(
    "SELECT path FROM files WHERE state = 'indexed' AND size > 100 ORDER BY abs(size - 4000), path LIMIT 1",
  )
  .pluck()
  .get();
if (values.changes && changed !== undefined) {
  const file = join(root, changed);
  const { length } = readFileSync(file);
  const past = new Date(Date.now() - 60_000);
  for (const paths of [undefined, [changed]]) {
    appendFileSync(file, '\n// one more line\n');
    utimesSync(file, past, past);
    const summary = await read(paths);
    console.log(
      `one file changed, ${paths ? 'known which' : 'not known which'}: ${ms(summary.tookMs)}, ${summary.chunksAdded} chunks added, ${summary.chunksKept} kept`,
    );
    truncateSync(file, length);
    await read();
  }
}
await pool.close();

const source = Number(databaseOf(writer).prepare("SELECT sum(size) FROM files WHERE state = 'indexed'").pluck().get());
const parts = databaseOf(writer)
  .prepare<[], { name: string; bytes: number }>(
    'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC',
  )
  .all();
const total = parts.reduce((sum, part) => sum + part.bytes, 0);
console.log(`index without vectors: ${total} bytes for ${source} of source: ${share(total, source)}`);
for (const { name, bytes } of parts.slice(0, 16)) console.log(`  ${name}: ${bytes} (${share(bytes, source)})`);
writer.close();
rmSync(folder, { recursive: true, force: true });
