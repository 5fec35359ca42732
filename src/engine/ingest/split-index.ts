/** What an index says of the shared part that it stands on (`core.splitIndex`). */
export interface Split {
  /** The shared part is `sharedindex.<this>`, beside the index. */
  readonly shared: string;
  /** Whether the shared part's entry at this place is no longer tracked. */
  readonly isDeleted: (entry: number) => boolean;
}

/** Reads the `link` extension. Null when it names no shared part. Throws RangeError when it is damaged. */
export function readSplit(link: Buffer, hashBytes: number): Split | null {
  if (link.length < hashBytes) throw new RangeError('a split index without the id of its shared part');
  const id = link.subarray(0, hashBytes);
  if (id.every((byte) => byte === 0)) return null;
  const deleted = link.length === hashBytes ? [] : readBitmap(link.subarray(hashBytes));
  return { shared: id.toString('hex'), isDeleted: (entry) => holds(deleted, entry) };
}

/** Numbers from `first` to before `end`. */
interface Run {
  readonly first: number;
  readonly end: number;
}

function holds(runs: readonly Run[], number: number): boolean {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.end ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return (runs[low]?.first ?? Number.POSITIVE_INFINITY) <= number;
}

const wordBits = 64;
const literalBits = 31;

/**
 * The set bits of a compressed bitmap (EWAH), as runs, so that a long run costs no memory. A marker word holds one bit, how many
 * words (32 bits) are full of it, and how many words (31 bits) follow as they are. Format: git's bitmap-format page.
 */
function readBitmap(data: Buffer): Run[] {
  const words = data.readUInt32BE(4);
  const runs: Run[] = [];
  const add = (first: number, end: number): void => {
    if (first < end) runs.push({ first, end });
  };
  let bit = 0;
  for (let word = 0; word < words;) {
    const marker = data.readBigUInt64BE(8 + word * 8);
    word += 1;
    const repeated = Number((marker >> 1n) & 0xffffffffn) * wordBits;
    if ((marker & 1n) === 1n) add(bit, bit + repeated);
    bit += repeated;
    const literals = Number((marker >> 33n) & ((1n << BigInt(literalBits)) - 1n));
    for (let literal = 0; literal < literals; literal += 1, word += 1, bit += wordBits) {
      const value = data.readBigUInt64BE(8 + word * 8);
      for (let at = 0; at < wordBits; at += 1) if ((value >> BigInt(at)) & 1n) add(bit + at, bit + at + 1);
    }
  }
  return runs;
}
