/**
 * Makes an index of the sample repository with the code as it is now: `node test/faults/make-index-fixture.ts FILE`. Run before a
 * migration is added, so that the next one is tested on an index that the older code made.
 */
import SqliteDatabase from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadingPool, readPhase } from '../../src/engine/ingest/index.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import { makeSampleRepository } from '../helpers/sample-repository.ts';
import { embedByHash } from './embed-by-hash.ts';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('say which file to make');
const folder = mkdtempSync(join(tmpdir(), 'whence-fixture-'));
const root = join(folder, 'sample');
makeSampleRepository(root);
const pool = createReadingPool();
const file = join(folder, 'data', 'index.sqlite');
const writer = await openWriter(file, { root: '/sample', appVersion: '0.1.0' });
await readPhase({
  writer,
  root,
  limits: { maxFileBytes: 1024 * 1024, includeVendored: false },
  signal: new AbortController().signal,
  onProgress: () => undefined,
  pool,
});
embedByHash(writer);
writer.close();
await pool.close();
rmSync(target, { force: true });
const database = new SqliteDatabase(file);
database.prepare('VACUUM INTO ?').run(target);
database.close();
rmSync(folder, { recursive: true, force: true });
