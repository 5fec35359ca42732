import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbedderHost, embedPhase, forkEmbedder, readModelManifest } from '../../src/engine/embedding/index.ts';
import { createReadingPool, readPhase } from '../../src/engine/ingest/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import type { Case } from './cases.ts';

const engine = join(import.meta.dirname, '../../src/engine');

export interface Prepared extends Case {
  readonly indexFile: string;
}

/**
 * Indexes every case into `cache`, once per state of the code that makes chunks and keyword columns and per model. An index
 * that is there is taken as it is.
 */
export async function prepare(
  cases: readonly Case[],
  options: { cache: string; modelFolder: string | null },
): Promise<Prepared[]> {
  const { modelFolder } = options;
  const model = modelFolder === null ? 'none' : readModelManifest(modelFolder).revision.slice(0, 12);
  const folder = join(options.cache, `${codeHash()}-${model}`);
  mkdirSync(folder, { recursive: true });
  const prepared = cases.map((each) => ({ ...each, indexFile: join(folder, `${each.repository}.sqlite`) }));
  const todo = prepared.filter((each) => !existsSync(each.indexFile));
  if (todo.length === 0) return prepared;
  const pool = createReadingPool();
  const host = modelFolder === null ? null : new EmbedderHost({ modelFolder, spawn: () => forkEmbedder() });
  for (const each of todo) await indexOne(each, { pool, host, modelFolder });
  await host?.stop();
  await pool.close();
  return prepared;
}

async function indexOne(
  each: Prepared,
  options: { pool: ReturnType<typeof createReadingPool>; host: EmbedderHost | null; modelFolder: string | null },
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
  if (options.host !== null && options.modelFolder !== null) {
    const { id, revision, dimensions, templateVersion } = readModelManifest(options.modelFolder);
    writer.useModel({ id, revision, dimensions, templateVersion });
    await embedPhase({ writer, host: options.host, signal, onProgress: () => undefined });
  }
  writer.database.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = writer.bytesOnDisk();
  writer.close();
  for (const suffix of ['-wal', '-shm', '.lock']) rmSync(`${partial}${suffix}`, { force: true });
  renameSync(partial, each.indexFile);
  const took = Math.round(performance.now() - started);
  console.error(
    `${each.repository}: ${files} files, ${chunksAdded} chunks, ${(bytes / 1e6).toFixed(1)} MB, ${took} ms`,
  );
}

/** Hash of the sources that decide what an index holds. */
function codeHash(): string {
  const hash = createHash('sha256');
  for (const folder of [
    'chunking',
    'chunking/languages',
    'chunking/languages/common',
    'chunking/light',
    'text',
    'ingest',
  ]) {
    const path = join(engine, folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(path, name)));
    }
  }
  hash.update(readFileSync(join(engine, 'store/keyword-index.ts')));
  return hash.digest('hex').slice(0, 12);
}
