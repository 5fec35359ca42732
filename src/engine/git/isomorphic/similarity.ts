/** Pieces of a file's content and how many bytes each makes up. */
export interface Fingerprint {
  readonly size: number;
  readonly pieces: ReadonlyMap<number, number>;
}

const pieceBytes = 64;
const binaryProbe = 8000;

/** A file cut at line ends and after 64 bytes. In text a CR before LF does not count, so CRLF changes cost nothing. */
export function fingerprint(content: Buffer): Fingerprint {
  const text = content.subarray(0, binaryProbe).indexOf(0) < 0;
  const pieces = new Map<number, number>();
  let hash = 0x811c9dc5;
  let length = 0;
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0;
    if (text && byte === 13 && content[at + 1] === 10) continue;
    hash = Math.imul(hash ^ byte, 0x01000193);
    length += 1;
    if (length < pieceBytes && byte !== 10) continue;
    pieces.set(hash, (pieces.get(hash) ?? 0) + length);
    hash = 0x811c9dc5;
    length = 0;
  }
  if (length > 0) pieces.set(hash, (pieces.get(hash) ?? 0) + length);
  return { size: content.length, pieces };
}

/** Share of the larger file that both have, 0 to 1: what git calls the similarity index. */
export function similarity(before: Fingerprint, after: Fingerprint): number {
  const larger = Math.max(before.size, after.size);
  if (larger === 0) return 0;
  let common = 0;
  for (const [piece, bytes] of before.pieces) common += Math.min(bytes, after.pieces.get(piece) ?? 0);
  return common / larger;
}

/** False when the sizes alone rule out this similarity. */
export function couldReach(least: number, before: number, after: number): boolean {
  const larger = Math.max(before, after);
  return larger * (1 - least) >= larger - Math.min(before, after);
}
