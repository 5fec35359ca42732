import { fileLimits, readSmallFile } from '../../files/small-file.ts';

const fanoutEntries = 256;
const headerBytes = 8;
/** An offset with this bit set is an index into the table of 8-byte offsets. */
const largeOffsetBit = 0x80000000;

/** The `.idx` (version 2) of one pack: where each object starts. Format: git's gitformat-pack page. */
export class PackIndex {
  readonly count: number;
  readonly #data: Buffer;
  readonly #view: DataView;
  readonly #hashBytes: number;

  private constructor(data: Buffer, hashBytes: number) {
    this.#data = data;
    this.#view = new DataView(data.buffer, data.byteOffset, data.length);
    this.#hashBytes = hashBytes;
    this.count = data.readUInt32BE(headerBytes + (fanoutEntries - 1) * 4);
  }

  /** Null when the file is not an index of version 2. */
  static open(file: string, hashBytes: number): PackIndex | null {
    const read = readSmallFile(file, { links: 'follow', mostBytes: fileLimits.packIndex });
    if (read.state !== 'read') return null;
    const data = read.bytes;
    if (data.length < headerBytes + fanoutEntries * 4) return null;
    if (data.readUInt32BE(0) !== 0xff744f63 || data.readUInt32BE(4) !== 2) return null;
    return new PackIndex(data, hashBytes);
  }

  /** Byte offset in the pack of the object with this binary id; -1 when it is not in this pack. */
  offsetOf(id: Buffer): number {
    const position = this.#positionOf(id);
    return position < 0 ? -1 : this.#offsetAt(position);
  }

  /** Ids (hex) that start with these hex digits, at most `limit`. */
  idsWithPrefix(prefix: string, limit: number): string[] {
    const lowest = Buffer.from(prefix.padEnd(this.#hashBytes * 2, '0'), 'hex');
    const found: string[] = [];
    for (let at = this.#lowerBound(lowest); at < this.count && found.length < limit; at += 1) {
      const start = this.#namesStart() + at * this.#hashBytes;
      const id = this.#data.toString('hex', start, start + this.#hashBytes);
      if (!id.startsWith(prefix)) break;
      found.push(id);
    }
    return found;
  }

  #namesStart(): number {
    return headerBytes + fanoutEntries * 4;
  }

  #lowerBound(id: Buffer): number {
    const first = id.readUInt8(0);
    let low = first === 0 ? 0 : this.#data.readUInt32BE(headerBytes + (first - 1) * 4);
    let high = this.#data.readUInt32BE(headerBytes + first * 4);
    // The first four bytes tell nearly all ids apart, and reading them is cheaper than comparing buffers.
    const wanted = id.readUInt32BE(0);
    const names = this.#namesStart();
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = names + middle * this.#hashBytes;
      const found = this.#view.getUint32(start);
      if (found < wanted || (found === wanted && this.#compareAt(start, id) < 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compareAt(start: number, id: Buffer): number {
    return this.#data.compare(id, 0, this.#hashBytes, start, start + this.#hashBytes);
  }

  #positionOf(id: Buffer): number {
    const at = this.#lowerBound(id);
    if (at >= this.count) return -1;
    const start = this.#namesStart() + at * this.#hashBytes;
    return this.#compareAt(start, id) === 0 ? at : -1;
  }

  #offsetAt(position: number): number {
    const crcStart = this.#namesStart() + this.count * this.#hashBytes;
    const offsetsStart = crcStart + this.count * 4;
    const offset = this.#data.readUInt32BE(offsetsStart + position * 4);
    if (offset < largeOffsetBit) return offset;
    const largeStart = offsetsStart + this.count * 4;
    return Number(this.#data.readBigUInt64BE(largeStart + (offset - largeOffsetBit) * 8));
  }
}
