/** A 7-bits-a-byte number of a delta, lowest group first. */
function readSize(delta: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  let at = start;
  for (;;) {
    const byte = delta.readUInt8(at);
    at += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at };
    scale *= 128;
  }
}

/**
 * The object that a pack's delta makes of its base: a list of "copy from the base" and "insert these bytes"
 * (gitformat-pack, "Deltified representation"). Throws RangeError on a malformed delta.
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const baseSize = readSize(delta, 0);
  if (baseSize.value !== base.length) throw new RangeError('a delta does not fit its base');
  const resultSize = readSize(delta, baseSize.next);
  const result = Buffer.allocUnsafe(resultSize.value);
  let at = resultSize.next;
  let written = 0;
  while (at < delta.length) {
    const instruction = delta[at] ?? 0;
    at += 1;
    if ((instruction & 0x80) === 0) {
      delta.copy(result, written, at, at + instruction);
      written += instruction;
      at += instruction;
      continue;
    }
    let offset = 0;
    let size = 0;
    for (let byte = 0; byte < 4; byte += 1) {
      if ((instruction >> byte) & 1) offset += (delta[at++] ?? 0) * 2 ** (8 * byte);
    }
    for (let byte = 0; byte < 3; byte += 1) {
      if ((instruction >> (4 + byte)) & 1) size += (delta[at++] ?? 0) * 2 ** (8 * byte);
    }
    if (size === 0) size = 0x10000;
    if (offset + size > base.length) throw new RangeError('a delta copies past the end of its base');
    base.copy(result, written, offset, offset + size);
    written += size;
  }
  if (written !== result.length) throw new RangeError('a delta makes an object of another size than it says');
  return result;
}
