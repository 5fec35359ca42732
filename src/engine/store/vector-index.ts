import type { Database, Statement } from 'better-sqlite3';
import { crc32 } from 'node:zlib';
import type { Query, Statements } from './statements.ts';

/** Tables of vectors: one serves, the other fills during a model change. */
export const vectorTables = ['vectors_a', 'vectors_b'] as const;
export type VectorTableName = (typeof vectorTables)[number];

/** Checksums of a chunk's vectors, as they stand in `chunks`: null where it has none in that table, or an unchecked one. */
export type VectorSums = { readonly [Name in VectorTableName as `${Name}_sum`]: number | null };

export const otherTable = (table: VectorTableName): VectorTableName =>
  table === 'vectors_a' ? 'vectors_b' : 'vectors_a';

/** Whether a table of the database holds vectors, or is one of those that sqlite-vec made for them. */
export const isVectorTable = (table: string): boolean => vectorTables.some((name) => table.startsWith(name));

/** The column of `chunks` with the checksums of a table's vectors. */
export const sumColumn = <Name extends VectorTableName>(table: Name): `${Name}_sum` => `${table}_sum`;

/** Both columns as `VectorSums`; `chunks` is what the statement calls that table. */
export const sumColumns = (chunks: string): string =>
  vectorTables.map((table) => `${chunks}.${sumColumn(table)}`).join(', ');

/** Ids of the chunks that have a vector in a table, for `IN (…)`: from a table that is much smaller than the vectors. */
export const chunksIn = (table: string): string => `SELECT rowid FROM ${quoted(`${table}_rowids`)}`;

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
  if (!exists(database, table)) return 0;
  const count = database.prepare<[], number>(`SELECT count(*) FROM (${chunksIn(table)})`).pluck();
  return count.get() ?? 0;
}

/** Whether the table is there with those of sqlite-vec that make it up. */
function exists(database: Database, table: string): boolean {
  const parts = [table, `${table}_chunks`, `${table}_rowids`];
  const found = database
    .prepare<[string], number>('SELECT count(*) FROM sqlite_master WHERE name IN (SELECT value FROM json_each(?))')
    .pluck()
    .get(JSON.stringify(parts));
  return found === parts.length;
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

/** Places per block of sqlite-vec 0.1.9, which gives a block back when its last vector goes; the last one may be part empty. */
export const placesPerBlock = 1024;

/** A block of a vector table: `ids` holds a chunk id (64 bits) per place, 0 where that is free. */
export interface VectorBlock {
  readonly id: number;
  readonly ids: Buffer;
}

/**
 * Reads one vector table. Blocks are read from sqlite-vec's own tables, since asking the virtual table row by row takes a hundred
 * times as long. New vectors go into the last block only; in others a place changes by becoming free.
 */
export class VectorTable {
  readonly #statements: Statements;
  readonly #table: string;
  readonly #blocks: Query<[], VectorBlock>;
  readonly #values: Query<[block: number], Buffer>;
  readonly #signs: Query<[block: number], Buffer>;
  readonly #vector: Query<[chunkId: bigint], Buffer>;

  constructor(statements: Statements, table: string) {
    this.#statements = statements;
    this.#table = table;
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

  /** Ids of chunks that have a vector, as the table lists them. */
  chunkIds(): number[] {
    return this.#ids('vectors.ids', chunksIn(this.#table));
  }

  /** The same as a scan of all vectors meets them: where the table is damaged, some are listed and not met. */
  scannedIds(): number[] {
    return this.#ids('vectors.scanned-ids', `SELECT rowid FROM ${quoted(this.#table)}`);
  }

  /** All vectors in both forms. */
  scan(): Generator<{ chunkId: number; values: Buffer; signs: Buffer }, void> {
    return this.#statements
      .prepare<[], { chunkId: number; values: Buffer; signs: Buffer }>(
        'vectors.scan',
        `SELECT rowid AS chunkId, embedding AS "values", signs FROM ${quoted(this.#table)}`,
      )
      .iterate();
  }

  /** Checksums of the vectors of complete chunks by chunk id, as they were when the vectors were written. */
  sums(): Map<number, number> {
    const column = `${this.#table}_sum`;
    const rows = this.#statements
      .prepare<[], { id: number; sum: number }>(
        'chunks.vector-sums',
        `SELECT id, ${quoted(column)} AS sum FROM chunks WHERE embedding_status = 'complete' AND ${quoted(column)} IS NOT NULL`,
      )
      .all();
    return new Map(rows.map(({ id, sum }) => [id, sum]));
  }

  /** How many places of each block are taken, oldest block first. */
  fill(): { block: number; taken: number }[] {
    return this.#statements
      .prepare<[], { block: number; taken: number }>(
        'vectors.fill',
        `SELECT chunk_id AS block, count(*) AS taken FROM ${quoted(`${this.#table}_rowids`)} GROUP BY chunk_id ORDER BY chunk_id`,
      )
      .all();
  }

  /** Chunks whose vectors are in a block. */
  chunkIdsIn(block: number): number[] {
    return this.#statements
      .prepareValue<[number], number>('vectors.ids-of-block', `${chunksIn(this.#table)} WHERE chunk_id = ?`)
      .all(block);
  }

  #ids(name: string, sql: string): number[] {
    return this.#statements.prepareValue<[], number>(name, sql).all();
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
export const openVectorTable = (statements: Statements, table: string): VectorTable | null =>
  statements.timed('vectors.exists', () => exists(statements.database, table))
    ? new VectorTable(statements, table)
    : null;

const bytesOf = (vector: Int8Array): Uint8Array => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** An SQL identifier; table names come from the manifest, which is a file that others could have written. */
function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/i.test(name)) throw new RangeError(`not a table name: ${name}`);
  return `"${name}"`;
}
