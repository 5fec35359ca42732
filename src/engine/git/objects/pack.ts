import { closeSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { openRegularFile } from '../../files/small-file.ts';
import type { ByteCache } from './byte-cache.ts';
import { applyDelta, objectBytesAtMost } from './delta.ts';
import type { PackIndex } from './pack-index.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

const windowBytes = 256 * 1024;
const offsetDelta = 6;
const idDelta = 7;
const typeNames: readonly (ObjectType | null)[] = [null, 'commit', 'tree', 'blob', 'tag', null, null, null];

interface EntryHeader {
  readonly type: number;
  readonly size: number;
  /** Where the deflated bytes start. */
  readonly dataStart: number;
  /** For deltas: offset of the base in this pack, or its id. */
  readonly base: number | Buffer | null;
}

/** More than any pack's size in bytes: 1 TiB. */
const packSpan = 2 ** 40;

/** What bounds deflate's output: stored blocks cost 5 bytes each 16 KiB, plus header and checksum. */
const deflatedAtMost = (size: number): number => size + (size >>> 10) + 64;

/** Deflate never packs more than 1,032 bytes into one (RFC 1951: a length of 258 in two bits). */
const deflateRatio = 1032;

/** git makes chains of 4,095 at the most; the bound is one of memory. */
const chainAtMost = 1_000_000;
/** What all steps of one chain may make together: seconds of copying. */
const chainBytesAtMost = 8 * 1024 ** 3;
const packsAtMost = 16;

interface Link {
  readonly offset: number;
  readonly header: EntryHeader;
}

/** One pack file, read in windows; objects along a delta chain are cached by their offset. */
export class Pack {
  readonly index: PackIndex;
  readonly #file: string;
  readonly #hashBytes: number;
  readonly #number: number;
  readonly #readById: (id: string, packsBefore: number) => GitObject | null;
  readonly #windows: ByteCache<number, Buffer>;
  readonly #bases: ByteCache<number, Buffer>;
  #descriptor = -1;
  #size = 0;

  constructor(options: {
    file: string;
    index: PackIndex;
    hashBytes: number;
    /** Tells packs apart that share a cache. */
    number: number;
    /** Shared between packs: parts of their files. */
    windows: ByteCache<number, Buffer>;
    /** Shared between packs: inflated objects, by pack and offset. */
    bases: ByteCache<number, Buffer>;
    /** Finds the base of a thin pack's delta. */
    readById: (id: string, packsBefore: number) => GitObject | null;
  }) {
    this.#file = options.file;
    this.index = options.index;
    this.#hashBytes = options.hashBytes;
    this.#number = options.number;
    this.#bases = options.bases;
    this.#windows = options.windows;
    this.#readById = options.readById;
  }

  /** The object that starts at this offset. Throws RangeError or a zlib error when the pack is damaged, or made to harm. */
  read(offset: number, packsBefore = 0): GitObject {
    const chain: Link[] = [];
    /** Where deltas led that name their base by id: those alone can lead forward, and so in a circle. */
    const named = new Set<number>();
    let at = offset;
    for (;;) {
      const header = this.#header(at);
      const known = typeNames[header.type];
      if (known) return { type: known, data: this.#resolve(chain, this.#inflateCached(at, header)) };
      chain.push({ offset: at, header });
      if (chain.length > chainAtMost) throw new RangeError('a chain of deltas is longer than any that git makes');
      const { base } = header;
      if (base === null) throw new RangeError(`an object of unknown type at ${at}`);
      if (!Buffer.isBuffer(base)) {
        at = base;
        continue;
      }
      at = this.index.offsetOf(base);
      if (at < 0) return this.#outside(chain, base, packsBefore);
      if (named.has(at)) throw new RangeError('deltas name each other in a circle');
      named.add(at);
    }
  }

  /** The base is in another pack, which git makes only on the way to another machine. */
  #outside(chain: readonly Link[], base: Buffer, packsBefore: number): GitObject {
    if (packsBefore >= packsAtMost) throw new RangeError('deltas of packs name each other in a circle');
    const found = this.#readById(base.toString('hex'), packsBefore + 1);
    if (!found) throw new RangeError('the base of a delta is missing');
    return { type: found.type, data: this.#resolve(chain, found.data) };
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  /** Applies a chain of deltas, the last one first, caching each step since siblings share it. */
  #resolve(chain: readonly Link[], base: Buffer): Buffer {
    let data = base;
    let made = 0;
    // The nearest cached step spares the ones before it.
    let from = chain.length - 1;
    for (let step = 0; step < chain.length; step += 1) {
      const cached = this.#bases.get(this.#cacheKey(chain[step]?.offset ?? 0));
      if (cached) {
        data = cached;
        from = step - 1;
        break;
      }
    }
    for (let step = from; step >= 0; step -= 1) {
      const link = chain[step];
      if (!link) break;
      data = applyDelta(data, this.#inflate(link.header));
      made += data.length;
      if (made > chainBytesAtMost) throw new RangeError('a chain of deltas makes too many bytes');
      this.#bases.set(this.#cacheKey(link.offset), data);
    }
    return data;
  }

  #cacheKey(offset: number): number {
    return this.#number * packSpan + offset;
  }

  #inflateCached(offset: number, header: EntryHeader): Buffer {
    if (header.type !== 2 && header.type !== 3) return this.#inflate(header);
    const key = this.#cacheKey(offset);
    const cached = this.#bases.get(key);
    if (cached) return cached;
    const data = this.#inflate(header);
    this.#bases.set(key, data);
    return data;
  }

  #inflate(header: EntryHeader): Buffer {
    const { size } = header;
    if (size > objectBytesAtMost) throw new RangeError(`an object of ${size} bytes is too large`);
    const deflated = this.#bytes(header.dataStart, deflatedAtMost(size));
    // A header alone makes no buffer: as many bytes have to be there as deflate needs at least.
    if (size > deflated.length * deflateRatio) throw new RangeError('an object is shorter than its header says');
    const data = inflateSync(deflated, { chunkSize: Math.max(64, size), maxOutputLength: Math.max(1, size) });
    if (data.length !== size) throw new RangeError('an object is shorter than its header says');
    return data;
  }

  #header(offset: number): EntryHeader {
    const bytes = this.#bytes(offset, 32 + this.#hashBytes);
    let byte = bytes.readUInt8(0);
    const type = (byte >> 4) & 7;
    let size = byte & 0x0f;
    let scale = 16;
    let at = 1;
    while (byte >= 0x80) {
      byte = bytes.readUInt8(at++);
      size += (byte & 0x7f) * scale;
      scale *= 128;
    }
    if (type === offsetDelta) {
      byte = bytes.readUInt8(at++);
      let back = byte & 0x7f;
      while (byte >= 0x80) {
        byte = bytes.readUInt8(at++);
        back = (back + 1) * 128 + (byte & 0x7f);
      }
      if (back <= 0 || back > offset) throw new RangeError('a delta points outside its pack');
      return { type, size, dataStart: offset + at, base: offset - back };
    }
    if (type === idDelta) {
      const base = Buffer.from(bytes.subarray(at, at + this.#hashBytes));
      return { type, size, dataStart: offset + at + this.#hashBytes, base };
    }
    return { type, size, dataStart: offset + at, base: null };
  }

  /** At most `length` bytes from `offset`: fewer only at the end of the file. */
  #bytes(offset: number, length: number): Buffer {
    const first = Math.floor(offset / windowBytes);
    const window = this.#window(first);
    const start = offset - first * windowBytes;
    if (start + length <= window.length || window.length < windowBytes) return window.subarray(start, start + length);
    const parts = [window.subarray(start)];
    let have = window.length - start;
    for (let next = first + 1; have < length && next * windowBytes < this.#size; next += 1) {
      const part = this.#window(next).subarray(0, length - have);
      parts.push(part);
      have += part.length;
    }
    return Buffer.concat(parts);
  }

  #window(number: number): Buffer {
    const key = this.#cacheKey(number);
    const cached = this.#windows.get(key);
    if (cached) return cached;
    if (this.#descriptor < 0) {
      const opened = openRegularFile(this.#file);
      if (opened === null) throw new RangeError('a pack cannot be opened');
      this.#descriptor = opened.handle;
      this.#size = opened.size;
    }
    const start = number * windowBytes;
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(windowBytes, this.#size - start)));
    let have = 0;
    while (have < buffer.length) {
      const got = readSync(this.#descriptor, buffer, have, buffer.length - have, start + have);
      if (got === 0) throw new RangeError('a pack is shorter than it was');
      have += got;
    }
    this.#windows.set(key, buffer);
    return buffer;
  }
}
