import type { Database, Statement } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import type { Query, Statements } from './statements.ts';

/**
 * Vectors in sqlite-vec, row id = chunk id. `embedding` holds int8 values, `signs` one bit per dimension: the bits of all
 * vectors are scanned first and the best are scored again by `embedding`. Similarity is the cosine, so a vector's scale is free.
 */
export function createVectorIndex(database: Database, table: string, dimensions: number): void {
  if (!Number.isInteger(dimensions) || dimensions <= 0 || dimensions % 8 !== 0) {
    throw new RangeError(`dimensions must be a positive multiple of 8, not ${dimensions}`);
  }
  database.exec(
    `CREATE VIRTUAL TABLE IF NOT EXISTS ${quoted(table)} USING vec0 (
       embedding int8[${dimensions}] distance_metric=cosine, signs bit[${dimensions}]
     )`,
  );
}

/** Forgets a vector table; its vectors can be computed again from the chunks. */
export function dropVectorIndex(database: Database, table: string): void {
  database.exec(`DROP TABLE IF EXISTS ${quoted(table)}`);
}

/** Vectors in the table; 0 when there is no such table. */
export function countVectors(database: Database, table: string): number {
  const rows = `${table}_rowids`;
  const exists = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(rows);
  if (exists === undefined) return 0;
  return (
    database
      .prepare<[], number>(`SELECT count(*) FROM ${quoted(rows)}`)
      .pluck()
      .get() ?? 0
  );
}

/**
 * A vector as int8: scaled so that its largest value is 127, which keeps the direction (all that the cosine sees) as exact
 * as eight bits can. All zeros stay zeros.
 */
export function quantize(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 ? 127 / largest : 0;
  const bytes = new Int8Array(vector.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.round((vector[i] ?? 0) * scale);
  return bytes;
}

/** One bit per dimension, set where the value is above zero; lowest bit first within a byte. */
export function signBits(vector: Int8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(vector.length / 8));
  for (let i = 0; i < vector.length; i += 1) {
    if ((vector[i] ?? 0) > 0) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  }
  return bits;
}

/** Checksum of a stored vector (CRC-32 of its values): any changed byte shows. */
export const vectorSum = (vector: Int8Array): number => crc32(bytesOf(vector));

/** Puts vectors into one table and takes them out. */
export class VectorIndexWriter {
  readonly #insert: Statement<[bigint, Uint8Array, Uint8Array]>;
  readonly #remove: Statement<[bigint]>;
  readonly #get: Statement<[bigint], Buffer>;
  readonly #dimensions: number;

  constructor(database: Database, table: string, dimensions: number) {
    this.#dimensions = dimensions;
    this.#insert = database.prepare(
      `INSERT INTO ${quoted(table)} (rowid, embedding, signs) VALUES (?, vec_int8(?), vec_bit(?))`,
    );
    this.#remove = database.prepare(`DELETE FROM ${quoted(table)} WHERE rowid = ?`);
    this.#get = database.prepare<[bigint], Buffer>(`SELECT embedding FROM ${quoted(table)} WHERE rowid = ?`).pluck();
  }

  /** Adds a chunk's vector (see `quantize`); the chunk must not have one in this table. */
  insert(chunkId: number, vector: Int8Array): void {
    if (vector.length !== this.#dimensions) {
      throw new RangeError(`a vector of ${this.#dimensions} values is needed, not ${vector.length}`);
    }
    // sqlite-vec takes row ids only as 64-bit integers.
    this.#insert.run(BigInt(chunkId), bytesOf(vector), signBits(vector));
  }

  /** Takes vectors out; unknown ids are passed over. */
  remove(chunkIds: readonly number[]): void {
    for (const id of chunkIds) this.#remove.run(BigInt(id));
  }

  /** A chunk's vector, null when it has none. */
  get(chunkId: number): Int8Array | null {
    const found = this.#get.get(BigInt(chunkId));
    return found === undefined ? null : new Int8Array(found);
  }
}

/** Places per block of sqlite-vec 0.1.9. */
export const placesPerBlock = 1024;

/** A block of a vector table: `ids` holds a chunk id (64 bits) per place, 0 where that is free. */
export interface VectorBlock {
  readonly id: number;
  readonly ids: Buffer;
}

/**
 * Reads one vector table, block by block: from sqlite-vec's own tables, since asking the virtual table row by row takes a hundred
 * times as long. New vectors go into the last block only; in others a place changes by becoming free.
 */
export class VectorTable {
  readonly #blocks: Query<[], VectorBlock>;
  readonly #values: Query<[block: number], Buffer>;
  readonly #signs: Query<[block: number], Buffer>;
  readonly #vector: Query<[chunkId: bigint], Buffer>;

  constructor(statements: Statements, table: string) {
    this.#blocks = statements.prepare(
      'vectors.blocks',
      `SELECT chunk_id AS id, rowids AS ids FROM ${quoted(`${table}_chunks`)} ORDER BY chunk_id`,
    );
    const column = (name: string, number: string): Query<[number], Buffer> =>
      statements.prepareValue(name, `SELECT vectors FROM ${quoted(`${table}_vector_chunks${number}`)} WHERE rowid = ?`);
    this.#values = column('vectors.block-values', '00');
    this.#signs = column('vectors.block-signs', '01');
    this.#vector = statements.prepareValue('vectors.get', `SELECT embedding FROM ${quoted(table)} WHERE rowid = ?`);
  }

  /** In the order in which they were begun. */
  blocks(): VectorBlock[] {
    return this.#blocks.all();
  }

  /** The int8 values of all places of a block, one after the other. */
  valuesOf(block: number): Buffer | null {
    return this.#values.get(block) ?? null;
  }

  /** The sign bits of all places of a block, one after the other. */
  signsOf(block: number): Buffer | null {
    return this.#signs.get(block) ?? null;
  }

  /** A chunk's vector, null when it has none. */
  get(chunkId: number): Int8Array | null {
    const found = this.#vector.get(BigInt(chunkId));
    return found === undefined ? null : new Int8Array(found.buffer, found.byteOffset, found.length);
  }
}

/** A vector table for reading; null when there is none. */
export function openVectorTable(statements: Statements, table: string): VectorTable | null {
  const exists = statements.prepareValue<[string], number>(
    'vectors.exists',
    'SELECT 1 FROM sqlite_master WHERE name = ?',
  );
  return exists.get(`${table}_chunks`) === undefined ? null : new VectorTable(statements, table);
}

const bytesOf = (vector: Int8Array): Uint8Array => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** An SQL identifier; table names come from the manifest, which is a file that others could have written. */
function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/i.test(name)) throw new RangeError(`not a table name: ${name}`);
  return `"${name}"`;
}
