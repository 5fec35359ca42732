import SqliteDatabase, { type Database } from 'better-sqlite3';
import { load } from 'sqlite-vec';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VectorScanner } from '../../../src/engine/search/retrieval/vector-scanner.ts';
import { Statements } from '../../../src/engine/store/statements.ts';
import { createVectorIndex, quantize, VectorIndexWriter, VectorTable } from '../../../src/engine/store/vector-index.ts';

let database: Database;
beforeEach(() => {
  database = new SqliteDatabase(':memory:');
  load(database);
});
afterEach(() => database.close());

/** Numbers in [-1, 1) from a seed, so that a failure can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

const vectorOf = (dimensions: number, random: () => number): Float32Array =>
  Float32Array.from({ length: dimensions }, random);

function cosine(a: Float32Array, b: Int8Array): number {
  let [dot, x, y] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    dot += a[i]! * b[i]!;
    x += a[i]! ** 2;
    y += b[i]! ** 2;
  }
  return dot / Math.sqrt(x * y);
}

it.each([16, 64, 256])(
  'finds what an exact scan finds, through inserts and removals, with %d dimensions',
  (dimensions) => {
    createVectorIndex(database, 'vectors_a', dimensions);
    const writer = new VectorIndexWriter(database, 'vectors_a', dimensions);
    const scanner = new VectorScanner(new VectorTable(new Statements(database, ''), 'vectors_a'), dimensions);
    const random = randomNumbers(dimensions);
    const held = new Map<number, Int8Array>();
    let next = 1;
    const insert = (count: number): void => {
      for (let i = 0; i < count; i += 1) {
        const vector = quantize(vectorOf(dimensions, random));
        writer.insert(next, vector);
        held.set(next, vector);
        next += 1;
      }
    };
    const remove = (ids: number[]): void => {
      writer.remove(ids);
      for (const id of ids) held.delete(id);
    };
    const check = (): void => {
      scanner.sync();
      expect(scanner.count).toBe(held.size);
      const query = vectorOf(dimensions, random);
      const exact = [...held].map(([id, vector]) => ({ id, similarity: cosine(query, vector) }));
      exact.sort((a, b) => b.similarity - a.similarity);
      const found = scanner.search(query, { count: 10, rescored: held.size });
      expect(found.map(({ chunkId }) => chunkId)).toEqual(exact.slice(0, 10).map(({ id }) => id));
      expect(found[0]?.similarity).toBeCloseTo(exact[0]?.similarity ?? 0, 5);
      const some = [...held.keys()].filter((id) => id % 3 === 0);
      const allowed = new Uint8Array(next);
      for (const id of some) allowed[id] = 1;
      const within = scanner.search(query, { count: 5, rescored: held.size, allowed });
      expect(within.map(({ chunkId }) => chunkId)).toEqual(
        exact
          .filter(({ id }) => id % 3 === 0)
          .slice(0, 5)
          .map(({ id }) => id),
      );
      expect(scanner.similarities(query, [...some.slice(0, 2), 999_999]).size).toBe(2);
    };
    insert(300);
    check();
    insert(1500);
    check();
    remove([1, 2, 3, 1700, 1800]);
    check();
    // Free slots of the last block are filled again, with other vectors.
    insert(700);
    check();
    remove(Array.from({ length: 1024 }, (_, i) => i + 1));
    check();
  },
);

it('answers nothing from an empty table', () => {
  createVectorIndex(database, 'vectors_a', 32);
  const scanner = new VectorScanner(new VectorTable(new Statements(database, ''), 'vectors_a'), 32);
  scanner.sync();
  expect(scanner.search(new Float32Array(32).fill(1), { count: 5 })).toEqual([]);
});
