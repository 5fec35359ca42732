/** Pairs of neighbouring characters of a line, and how often each occurs: in lower case, white space of any kind as one. */
export type LineFingerprint = Map<number, number>;

/** After a byte beyond ASCII git takes all characters as the same, since its bytes are signed there. */
const firstHighByte = 0x80;
const anyFollower = 0x10000;

/** `end` is exclusive and may include the line's end, which is white space. */
export function lineFingerprint(bytes: Buffer, start: number, end: number): LineFingerprint {
  const pairs: LineFingerprint = new Map();
  let before = 0;
  for (let at = start; at <= end; at += 1) {
    const current = at === end ? 0 : normalized(bytes[at] ?? 0);
    const pair = before >= firstHighByte ? before | anyFollower : before | (current << 8);
    before = current;
    if (pair !== 0) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** How many pairs two lines have in common. */
export function commonPairs(a: LineFingerprint, b: LineFingerprint): number {
  let common = 0;
  for (const [pair, count] of a) common += Math.min(count, b.get(pair) ?? 0);
  return common;
}

/** Takes one line's pairs out of another's, so that no second line can match the same part. */
export function takeOut(pairs: LineFingerprint, taken: LineFingerprint): void {
  for (const [pair, count] of taken) {
    const left = (pairs.get(pair) ?? 0) - count;
    if (left > 0) pairs.set(pair, left);
    else pairs.delete(pair);
  }
}

function normalized(byte: number): number {
  if (byte === 32 || (byte >= 9 && byte <= 10) || byte === 13) return 0;
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
