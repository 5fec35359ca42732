import { realpathSync, renameSync, rmSync } from 'node:fs';
import { EmbedderHost, embedPhase, forkEmbedder } from '../../src/engine/embedding/index.ts';
import { createReadingPool, readPhase } from '../../src/engine/ingest/index.ts';
import { folderSource } from '../../src/engine/models/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import type { Prepared } from './prepare.ts';
import { databaseOf } from '../../test/helpers/database-of.ts';

/** Indexes cases one after the other through both phases; without a model through the first. */
export async function indexAll(todo: readonly Prepared[], modelFolder: string | null): Promise<void> {
  const pool = createReadingPool();
  const host =
    modelFolder === null ? null : new EmbedderHost({ source: folderSource(modelFolder), spawn: () => forkEmbedder() });
  for (const each of todo) await indexOne(each, { pool, host });
  await host?.stop();
  await pool.close();
}

async function indexOne(
  each: Prepared,
  options: { pool: ReturnType<typeof createReadingPool>; host: EmbedderHost | null },
): Promise<void> {
  const started = performance.now();
  const partial = `${each.indexFile}.part`;
  for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(`${partial}${suffix}`, { force: true });
  const root = realpathSync(each.root);
  const signal = new AbortController().signal;
  const writer = await openWriter(partial, { root, appVersion: 'eval' });
  const limits = { maxFileBytes: 1024 * 1024, includeVendored: false };
  const { files, chunksAdded } = await readPhase({
    writer,
    root,
    limits,
    signal,
    onProgress: () => undefined,
    pool: options.pool,
  });
  if (options.host !== null) {
    writer.useModel(await options.host.identity());
    await embedPhase({ writer, host: options.host, signal, onProgress: () => undefined });
  }
  databaseOf(writer).pragma('wal_checkpoint(TRUNCATE)');
  const bytes = writer.bytesOnDisk();
  writer.close();
  for (const suffix of ['-wal', '-shm', '.lock']) rmSync(`${partial}${suffix}`, { force: true });
  renameSync(partial, each.indexFile);
  const took = Math.round(performance.now() - started);
  console.error(
    `${each.repository}: ${files} files, ${chunksAdded} chunks, ${(bytes / 1e6).toFixed(1)} MB, ${took} ms`,
  );
}
