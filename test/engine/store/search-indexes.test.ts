import DatabaseConstructor, { type Database } from 'better-sqlite3';
import { load } from 'sqlite-vec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeywordIndex, dropKeywordIndex, KeywordIndexWriter } from '../../../src/engine/store/keyword-index.ts';
import {
  countVectors,
  createVectorIndex,
  dropVectorIndex,
  quantize,
  VectorIndexWriter,
} from '../../../src/engine/store/vector-index.ts';
import { keywordColumns } from '../../../src/engine/text/index.ts';

let database: Database;
beforeEach(() => {
  database = new DatabaseConstructor(':memory:');
  load(database);
});
afterEach(() => database.close());

const lines = ['// Opens a store.', 'export function openStore(file: string) {', '  return connect(file);', '}'];
const columns = keywordColumns({
  path: 'src/store/open-store.ts',
  lines,
  chunk: {
    kind: 'function',
    name: 'openStore',
    enclosing: ['Store'],
    signature: 'openStore(file: string)',
    startLine: 1,
    endLine: 4,
    doc: { startLine: 1, endLine: 1 },
    symbols: [{ name: 'openStore', kind: 'function', line: 2 }],
  },
});

describe('keyword index', () => {
  it('finds a chunk by column until it is removed, and counts what it holds', () => {
    createKeywordIndex(database);
    const writer = new KeywordIndexWriter(database);
    writer.insert(7, columns);
    writer.insert(8, { ...columns, names: 'other', body: '', doc: '' });
    const find = database.prepare('SELECT rowid FROM chunks_fts WHERE chunks_fts MATCH ?').pluck();
    expect(find.all('openstore')).toEqual([7, 8]);
    expect(find.all('{names} : openstore')).toEqual([7]);
    expect(find.all('doc : opens')).toEqual([7]);
    expect(find.all('body : opens')).toEqual([]);
    writer.remove([7, 99]);
    expect(find.all('openstore')).toEqual([8]);
    const rows = (): unknown => database.prepare('SELECT count(*) FROM chunks_fts_docsize').pluck().get();
    expect(rows()).toBe(1);
    database.exec(`INSERT INTO chunks_fts (chunks_fts) VALUES ('integrity-check')`);
    dropKeywordIndex(database);
    createKeywordIndex(database);
    expect(rows()).toBe(0);
  });
});

describe('vector index', () => {
  it('stores, returns, counts and removes vectors; the nearest by cosine comes first', () => {
    createVectorIndex(database, 'vectors_a', 8);
    const writer = new VectorIndexWriter(database, 'vectors_a', 8);
    const first = quantize(Float32Array.of(1, 0.5, 0, 0, 0, 0, 0, -1));
    const second = quantize(Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0));
    writer.insert(1, first);
    writer.insert(2, second);
    expect([...first]).toEqual([127, 64, 0, 0, 0, 0, 0, -127]);
    expect(writer.get(1)).toEqual(first);
    expect(writer.get(3)).toBeNull();
    expect(countVectors(database, 'vectors_a')).toBe(2);
    const nearest = database
      .prepare('SELECT rowid FROM vectors_a WHERE embedding MATCH vec_int8(?) AND k = 2 ORDER BY distance')
      .pluck()
      .all(Buffer.from(second));
    expect(nearest).toEqual([2, 1]);
    writer.remove([1, 99]);
    expect(countVectors(database, 'vectors_a')).toBe(1);
    dropVectorIndex(database, 'vectors_a');
    expect(countVectors(database, 'vectors_a')).toBe(0);
  });

  it('refuses vectors of the wrong length and names that are not table names', () => {
    createVectorIndex(database, 'vectors_a', 8);
    const writer = new VectorIndexWriter(database, 'vectors_a', 8);
    expect(() => writer.insert(1, new Int8Array(16))).toThrow(RangeError);
    expect(() => createVectorIndex(database, 'a"; DROP TABLE x', 8)).toThrow(RangeError);
  });
});
