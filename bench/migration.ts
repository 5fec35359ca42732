/**
 * How long an index of a large repository takes to be brought to the newest schema: `node bench/migration.ts [--chunks 576000]
 * [--folder FOLDER]`. Makes an index of schema 1 out of random words (nothing is parsed or embedded), opens it as the app does, and
 * prints how long that took, the backup apart, and how long the loop stood still.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { applicationId, connectForWriting } from '../src/engine/store/connection.ts';
import { openWriter } from '../src/engine/store/index.ts';
import { createKeywordIndex } from '../src/engine/store/keyword-index.ts';
import { emptyManifest, writeManifest } from '../src/engine/store/manifest.ts';
import { migrations } from '../src/engine/store/migrations/index.ts';
import { Statements } from '../src/engine/store/statements.ts';
import { createVectorIndex, VectorIndexWriter } from '../src/engine/store/vector-index.ts';

const { values } = parseArgs({
  options: { chunks: { type: 'string', default: '576000' }, folder: { type: 'string', default: tmpdir() } },
});
const chunks = Number(values.chunks);
const chunksPerFile = 18;
const dimensions = 256;

const folder = mkdtempSync(join(values.folder, 'whence-bench-'));
const file = join(folder, 'index.sqlite');

/** SQL that counts from 1. */
const numbers = (count: number): string =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** Rows as the first schema has them, of the size that real ones have. */
function fillFirstSchema(): void {
  const database = connectForWriting(file);
  database.pragma('synchronous = OFF');
  migrations[0]?.up(database);
  createKeywordIndex(database);
  createVectorIndex(database, 'vectors_a', dimensions);
  const files = Math.ceil(chunks / chunksPerFile);
  database.exec(`
    BEGIN;
    ${numbers(files)} INSERT INTO files (id, path, size, mtime_ms, content_hash, reader_version, language, line_count, state)
      SELECT i, 'src/folder-' || (i / 40) || '/file-' || i || '.ts', 12000, 1, randomblob(16), '1', 'typescript', 400, 'indexed' FROM n;
    ${numbers(files)} INSERT INTO texts (file_id, deflated) SELECT i, randomblob(4000) FROM n;
    INSERT INTO batches (id, model_revision, chunks, reused, took_ms, finished_at) VALUES (1, 'r1', ${chunks}, 0, 1, 1);
    ${numbers(chunks)} INSERT INTO chunks (id, file_id, kind, name, signature, start_line, end_line, text_hash, embedding_status, batch_id)
      SELECT i, 1 + (i - 1) / ${chunksPerFile}, 'function', 'name' || i, 'function name' || i || '(a: string, b: number): void',
        1 + 20 * (i % ${chunksPerFile}), 20 + 20 * (i % ${chunksPerFile}), randomblob(16), 'complete', 1 FROM n;
    ${numbers(chunks)} INSERT INTO symbols (chunk_id, position, name, kind, line) SELECT i, 0, 'name' || i, 'function', 1 FROM n;
    ${numbers(chunks)} INSERT INTO chunks_fts (rowid, body)
      SELECT i, 'word' || (i % 5003) || ' term' || (i % 997) || ' part' || (i % 20011) || ' name' || i || ' value' || (i % 71) FROM n;
    COMMIT;
  `);
  const vectors = new VectorIndexWriter(database, 'vectors_a', dimensions);
  database.transaction(() => {
    const vector = new Int8Array(dimensions);
    for (let id = 1; id <= chunks; id += 1) {
      for (let i = 0; i < dimensions; i += 8) vector[i] = ((id * (i + 7)) % 255) - 127;
      vectors.insert(id, vector);
    }
  })();
  const model = { id: 'bench', revision: 'r1', dimensions, templateVersion: 1 };
  writeManifest(new Statements(database, file), { ...emptyManifest({ root: '/bench', appVersion: '0.1.0' }), model });
  database.pragma(`application_id = ${applicationId}`);
  database.pragma('user_version = 1');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** Longest time that the event loop did not turn, in ms. */
function watchEventLoop(): () => number {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

try {
  const made = performance.now();
  fillFirstSchema();
  console.log(
    `${chunks} chunks of schema 1, ${(statSync(file).size / 1e9).toFixed(2)} GB, made in ${seconds(performance.now() - made)}`,
  );
  const stopWatching = watchEventLoop();
  const started = performance.now();
  let backedUp = started;
  const writer = await openWriter(file, {
    root: '/bench',
    appVersion: '0.1.0',
    onMigration: ({ step }) => {
      if (step === 'backup') backedUp = performance.now();
    },
  });
  const ended = performance.now();
  const { embedded, pending } = writer.counts();
  console.log(
    `migrated to schema ${migrations.at(-1)?.version ?? 0} in ${seconds(ended - started)}, ${seconds(backedUp - started)} of it for the backup; ` +
      `longest block ${stopWatching().toFixed(0)} ms; ${embedded} chunks embedded, ${pending} pending`,
  );
  writer.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
