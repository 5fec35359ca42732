import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export interface PackEntry {
  /** Hex, 40 digits: need not be what the content hashes to. */
  readonly id: string;
  /** 1 commit, 2 tree, 3 blob, 6 delta by offset, 7 delta by id. */
  readonly type: number;
  readonly data: Buffer;
  /** Of a delta: id of its base, or how many entries back it is. */
  readonly base?: string | number;
  /** What the header says instead of the truth. */
  readonly saysSize?: number;
  /** Written in place of the deflated data. */
  readonly deflated?: Buffer;
}

/** A number of a delta, lowest seven bits first. */
export function deltaSize(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** A delta that copies the first `size` bytes of its base (of `baseSize`) `times` times. */
export function copyingDelta(baseSize: number, size: number, times: number): Buffer {
  const copy = Buffer.from([0x80 | 0x70, size & 255, (size >> 8) & 255, (size >> 16) & 255]);
  return Buffer.concat([deltaSize(baseSize), deltaSize(size * times), ...Array.from({ length: times }, () => copy)]);
}

function entryHeader(type: number, size: number): Buffer {
  let rest = Math.floor(size / 16);
  const bytes = [(type << 4) | (size % 16) | (rest > 0 ? 128 : 0)];
  while (rest > 0) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  }
  return Buffer.from(bytes);
}

function backOffset(distance: number): Buffer {
  const bytes = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(128 + (rest % 128));
  }
  return Buffer.from(bytes);
}

/** Writes a pack and its index, valid but for what the entries say, into an `objects` folder. */
export function writePack(objects: string, name: string, entries: readonly PackEntry[]): void {
  const parts = [Buffer.from('PACK'), Buffer.from([0, 0, 0, 2]), uint32(entries.length)];
  const offsets: number[] = [];
  let at = 12;
  for (const entry of entries) {
    offsets.push(at);
    const base =
      typeof entry.base === 'string'
        ? Buffer.from(entry.base, 'hex')
        : entry.base === undefined
          ? Buffer.alloc(0)
          : backOffset(at - (offsets[offsets.length - 1 - entry.base] ?? 0));
    const bytes = Buffer.concat([
      entryHeader(entry.type, entry.saysSize ?? entry.data.length),
      base,
      entry.deflated ?? deflateSync(entry.data),
    ]);
    parts.push(bytes);
    at += bytes.length;
  }
  mkdirSync(join(objects, 'pack'), { recursive: true });
  writeFileSync(join(objects, 'pack', `${name}.pack`), Buffer.concat([...parts, Buffer.alloc(20)]));
  writeFileSync(join(objects, 'pack', `${name}.idx`), packIndex(entries, offsets));
}

function packIndex(entries: readonly PackEntry[], offsets: readonly number[]): Buffer {
  const order = entries
    .map((entry, at) => ({ id: entry.id, offset: offsets[at] ?? 0 }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const fanout = Buffer.alloc(1024);
  const counts = new Uint32Array(256);
  for (const { id } of order) counts[Number.parseInt(id.slice(0, 2), 16)]! += 1;
  let total = 0;
  for (const [byte, count] of counts.entries()) {
    total += count;
    fanout.writeUInt32BE(total, byte * 4);
  }
  return Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]),
    fanout,
    ...order.map(({ id }) => Buffer.from(id, 'hex')),
    Buffer.alloc(4 * order.length),
    ...order.map(({ offset }) => uint32(offset)),
    Buffer.alloc(40),
  ]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
