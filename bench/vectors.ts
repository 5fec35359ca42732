/**
 * Where the vector search's switches lie: `npx node bench/vectors.ts [--chunks 576000] [--index FILE]`
 *
 * Over a made corpus (see synthetic-corpus.ts) or the vectors of a real index: recall@10 against an exact scan and time per
 * query, for several numbers of candidates that are scored again after the scan of the sign bits.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VectorScanner } from '../src/engine/search/retrieval/vector-scanner.ts';
import { openReader } from '../src/engine/store/index.ts';
import { makeCorpus, randomNumbers } from './synthetic-corpus.ts';
import { VectorTable } from '../src/engine/store/vector-index.ts';
import { databaseOf, statementsOf } from '../test/helpers/database-of.ts';

const { values: options } = parseArgs({
  options: {
    chunks: { type: 'string', default: '576000' },
    index: { type: 'string' },
    queries: { type: 'string', default: '50' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'whence-bench-'));
try {
  const indexFile = options.index ?? join(folder, 'index.sqlite');
  if (options.index === undefined) await makeCorpus(indexFile, Number(options.chunks));
  const reader = openReader(indexFile);
  const { model, vectorTable } = reader.manifest();
  if (model === null) throw new Error('this index has no vectors');
  const scanner = new VectorScanner(new VectorTable(statementsOf(reader), vectorTable), model.dimensions);
  let started = performance.now();
  scanner.sync();
  console.log(
    `${scanner.count} vectors of ${model.dimensions} dimensions, read in ${(performance.now() - started).toFixed(0)} ms`,
  );
  const random = randomNumbers(3);
  const ids = databaseOf(reader)
    .prepare<[], number>(`SELECT rowid FROM "${vectorTable}_rowids" ORDER BY rowid`)
    .pluck()
    .all();
  const get = databaseOf(reader)
    .prepare<[bigint], Buffer>(`SELECT embedding FROM "${vectorTable}" WHERE rowid = ?`)
    .pluck();
  // Queries near vectors that are there, as questions are near to code.
  const queries = Array.from({ length: Number(options.queries) }, () => {
    const near = new Int8Array(
      get.get(BigInt(ids[Math.floor(random() * ids.length)] ?? 1)) ?? new Int8Array(model.dimensions),
    );
    return Float32Array.from(near, (value) => value + (random() - 0.5) * 127);
  });
  const exact = queries.map((query) => {
    const all = [...scanner.similarities(query, ids)].sort(([a, x], [b, y]) => y - x || a - b);
    return all.slice(0, 10).map(([id]) => id);
  });
  for (const rescored of [50, 100, 200, 400, 800, 1600]) {
    let found = 0;
    started = performance.now();
    for (const [i, query] of queries.entries()) {
      const hits = new Set(scanner.search(query, { count: 10, rescored }).map(({ chunkId }) => chunkId));
      found += exact[i]?.filter((id) => hits.has(id)).length ?? 0;
    }
    const took = (performance.now() - started) / queries.length;
    console.log(
      `${String(rescored).padStart(5)} scored again: recall@10 ${(found / queries.length / 10).toFixed(3)}  ${took.toFixed(2)} ms`,
    );
  }
  reader.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
