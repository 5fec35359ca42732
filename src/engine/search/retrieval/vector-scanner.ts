import { WhenceError } from '../../../shared/errors.ts';
import { placesPerBlock as blockSlots, type VectorTable } from '../../store/index.ts';

/** Up to this many slots the int8 values are kept in memory as well (16 MiB at 256 dimensions), and look-ups cost nothing. */
const residentSlots = 65_536;

export interface VectorHit {
  readonly chunkId: number;
  /** Cosine of query and chunk, -1 to 1. */
  readonly similarity: number;
}

/** Measured with bench/vectors.ts: fewer lose more than 1 of 100 of the ten nearest. */
const leastRescored = 1000;

/** Chunk ids are held in 32 bits. */
const largestId = 0x7fff_ffff;

interface ScanOptions {
  readonly count: number;
  /** Only these chunks, as a flag per chunk id. */
  readonly allowed?: Uint8Array | null;
  /** How many of the best by bits are scored exactly. */
  readonly rescored?: number;
}

/**
 * Finds the nearest vectors of one table. The sign bits of all vectors lie in one array that is scanned first;
 * the best are scored again by their int8 values. The arrays follow the table: `sync` reads only blocks that changed.
 */
export class VectorScanner {
  readonly #table: VectorTable;
  readonly #words: number;
  readonly dimensions: number;
  /** Chunk id per slot, 0 where the slot is free. */
  #ids = new Int32Array(0);
  #bits = new Uint32Array(0);
  #values: Int8Array | null = new Int8Array(0);
  /** Length of each of those vectors. */
  #lengths = new Float64Array(0);
  /** Of the last scan, kept so that a scan allocates nothing: bits that differ, by slot. */
  #distances = new Uint16Array(0);
  #blocks: number[] = [];
  #slots = 0;
  #count = 0;
  #slotOf: Map<number, number> | null = null;

  constructor(table: VectorTable, dimensions: number) {
    this.#table = table;
    this.dimensions = dimensions;
    this.#words = Math.ceil(dimensions / 32);
  }

  /** Vectors held. */
  get count(): number {
    return this.#count;
  }

  /** Brings the arrays up to what the connection sees now. Throws INDEX_DAMAGED for blocks that can't be; start anew then. */
  sync(): void {
    const rows = this.#table.blocks();
    const before = this.#blocks;
    const beforeLast = before.at(-1) ?? 0;
    this.#reserve(rows.length);
    const samePlace = rows.length >= before.length && before.every((id, i) => rows[i]?.id === id);
    this.#count = 0;
    this.#slotOf = null;
    for (const [block, row] of rows.entries()) {
      const changed = this.#readIds(block, row.ids);
      // Free slots of the last block only are filled: elsewhere a slot changes by becoming free.
      if (!samePlace || row.id >= beforeLast || changed === 'taken') this.#readVectors(block, row.id);
    }
    this.#blocks = rows.map((row) => row.id);
    this.#slots = rows.length * blockSlots;
  }

  #reserve(blocks: number): void {
    const slots = blocks * blockSlots;
    if (slots > this.#ids.length) {
      const capacity = Math.max(slots, Math.ceil((this.#ids.length * 1.25) / blockSlots) * blockSlots);
      this.#ids = grown(this.#ids, new Int32Array(capacity));
      this.#bits = grown(this.#bits, new Uint32Array(capacity * this.#words));
      if (capacity > residentSlots) this.#values = null;
      else if (this.#values !== null) this.#values = grown(this.#values, new Int8Array(capacity * this.dimensions));
      this.#lengths = this.#values === null ? new Float64Array(0) : grown(this.#lengths, new Float64Array(capacity));
      this.#distances = new Uint16Array(capacity);
    }
  }

  #readIds(block: number, rowids: Buffer): 'same' | 'freed' | 'taken' {
    if (rowids.byteLength !== blockSlots * 8) throw damaged();
    const ids = new BigInt64Array(rowids.buffer.slice(rowids.byteOffset, rowids.byteOffset + rowids.byteLength));
    let change: 'same' | 'freed' | 'taken' = 'same';
    for (let i = 0; i < blockSlots; i += 1) {
      const id = Number(ids[i] ?? 0n);
      if (id < 0 || id > largestId) throw damaged();
      const slot = block * blockSlots + i;
      if (id !== 0) this.#count += 1;
      if (this.#ids[slot] === id) continue;
      this.#ids[slot] = id;
      if (id !== 0) change = 'taken';
      else if (change === 'same') change = 'freed';
    }
    return change;
  }

  #readVectors(block: number, id: number): void {
    const signs = this.#table.signsOf(id);
    if (signs !== null) {
      if (signs.byteLength !== (blockSlots * this.dimensions) / 8) throw damaged();
      const target = new Uint8Array(this.#bits.buffer, this.#bits.byteOffset, this.#bits.byteLength);
      const first = block * blockSlots * this.#words * 4;
      const bytes = this.dimensions / 8;
      // Words of 32 bits: a vector of fewer bits fills its last word with zeros.
      if (bytes === this.#words * 4) target.set(signs, first);
      else
        for (let i = 0; i < blockSlots; i += 1)
          target.set(signs.subarray(i * bytes, (i + 1) * bytes), first + i * this.#words * 4);
    }
    if (this.#values !== null) {
      const values = this.#table.valuesOf(id);
      if (values !== null) {
        if (values.byteLength !== blockSlots * this.dimensions) throw damaged();
        this.#values.set(
          new Int8Array(values.buffer, values.byteOffset, values.length),
          block * blockSlots * this.dimensions,
        );
        for (let slot = block * blockSlots; slot < (block + 1) * blockSlots; slot += 1)
          this.#lengths[slot] = lengthOf(this.#values, slot * this.dimensions, this.dimensions);
      }
    }
  }

  /** The nearest chunks, best first. `query` has any length but zero. */
  search(query: Float32Array, options: ScanOptions): VectorHit[] {
    const wanted = options.rescored ?? Math.max(leastRescored, options.count * 4);
    const slots = this.#nearestByBits(query, wanted, options.allowed ?? null);
    const similarities = this.#rescored(query, slots);
    const least = slots.length > options.count ? similarities.toSorted().at(-options.count) : undefined;
    const hits: VectorHit[] = [];
    for (const [i, slot] of slots.entries()) {
      const similarity = similarities[i] ?? 0;
      if (least === undefined || similarity >= least) hits.push({ chunkId: this.#ids[slot] ?? 0, similarity });
    }
    hits.sort((a, b) => b.similarity - a.similarity || a.chunkId - b.chunkId);
    return hits.length > options.count ? hits.slice(0, options.count) : hits;
  }

  /** Exact similarity of given chunks; those without a vector are left out. */
  similarities(query: Float32Array, chunkIds: readonly number[]): Map<number, number> {
    if (this.#slotOf === null) {
      this.#slotOf = new Map();
      for (let slot = 0; slot < this.#slots; slot += 1) {
        const id = this.#ids[slot] ?? 0;
        if (id !== 0) this.#slotOf.set(id, slot);
      }
    }
    const slots: number[] = [];
    for (const id of chunkIds) {
      const slot = this.#slotOf.get(id);
      if (slot !== undefined) slots.push(slot);
    }
    const similarities = this.#rescored(query, slots);
    return new Map(slots.map((slot, i) => [this.#ids[slot] ?? 0, similarities[i] ?? 0]));
  }

  #nearestByBits(query: Float32Array, wanted: number, allowed: Uint8Array | null): number[] {
    const words = this.#words;
    const mask = new Uint32Array(words);
    for (let i = 0; i < this.dimensions; i += 1) {
      if ((query[i] ?? 0) > 0) mask[i >> 5] = ((mask[i >> 5] ?? 0) | (1 << (i & 31))) >>> 0;
    }
    const distances = this.#distances;
    const counts = new Uint32Array(this.dimensions + 2);
    const bits = this.#bits;
    const ids = this.#ids;
    const none = this.dimensions + 1;
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const id = ids[slot] ?? 0;
      if (id === 0 || (allowed !== null && allowed[id] !== 1)) {
        distances[slot] = none;
        continue;
      }
      let distance = 0;
      const at = slot * words;
      for (let w = 0; w < words; w += 1) {
        let x = (bits[at + w] ?? 0) ^ (mask[w] ?? 0);
        x -= (x >>> 1) & 0x55555555;
        x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
        distance += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      distances[slot] = distance;
      counts[distance] = (counts[distance] ?? 0) + 1;
    }
    let limit = 0;
    for (let seen = 0; limit <= this.dimensions; limit += 1) {
      seen += counts[limit] ?? 0;
      if (seen >= wanted) break;
    }
    const nearest: number[] = [];
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const distance = distances[slot] ?? none;
      if (distance <= limit && distance < none) nearest.push(slot);
    }
    return nearest;
  }

  /** The exact similarity of each slot. */
  #rescored(query: Float32Array, slots: readonly number[]): Float64Array {
    const { dimensions } = this;
    const length = lengthOf(query, 0, query.length);
    const resident = this.#values;
    const similarities = new Float64Array(slots.length);
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i] ?? 0;
      const values = resident ?? this.#table.get(this.#ids[slot] ?? 0);
      if (values === null) continue;
      const offset = resident === null ? 0 : slot * dimensions;
      const own = resident === null ? lengthOf(values, 0, dimensions) : (this.#lengths[slot] ?? 0);
      const scale = own * length;
      similarities[i] = scale === 0 ? 0 : dot(query, values, offset) / scale;
    }
    return similarities;
  }
}

const damaged = (): WhenceError =>
  new WhenceError('INDEX_DAMAGED', 'The vectors of this index are damaged: check and mend it.');

function grown<T extends Int32Array | Uint32Array | Int8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function lengthOf(vector: Float32Array | Int8Array, from: number, count: number): number {
  let squares = 0;
  for (let i = from; i < from + count; i += 1) squares += (vector[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}

/** Four sums side by side: a single one would wait for itself at every step. */
function dot(query: Float32Array, values: Int8Array, offset: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = query.length & ~3;
  for (let i = 0, at = offset; i < whole; i += 4, at += 4) {
    a += (query[i] ?? 0) * (values[at] ?? 0);
    b += (query[i + 1] ?? 0) * (values[at + 1] ?? 0);
    c += (query[i + 2] ?? 0) * (values[at + 2] ?? 0);
    d += (query[i + 3] ?? 0) * (values[at + 3] ?? 0);
  }
  for (let i = whole; i < query.length; i += 1) a += (query[i] ?? 0) * (values[offset + i] ?? 0);
  return a + b + c + d;
}
