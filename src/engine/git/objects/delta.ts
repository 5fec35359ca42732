/** Larger objects are refused, packed or loose: a few bytes can stand for gigabytes. */
export const objectBytesAtMost = 512 * 1024 * 1024;

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

/** One instruction: `size` bytes, of the base from `offset`, or of the delta itself when `offset` is -1. `next`: where the next one is. */
interface Instruction {
  offset: number;
  size: number;
  next: number;
}

/** Reads the instruction at `at` into `into`, so that no object is made for each. */
function readInstruction(delta: Buffer, at: number, into: Instruction): void {
  const instruction = delta[at] ?? 0;
  let next = at + 1;
  if ((instruction & 0x80) === 0) {
    into.offset = -1;
    into.size = instruction;
    into.next = next + instruction;
    return;
  }
  let offset = 0;
  let size = 0;
  for (let byte = 0; byte < 4; byte += 1) {
    if ((instruction >> byte) & 1) offset += (delta[next++] ?? 0) * 2 ** (8 * byte);
  }
  for (let byte = 0; byte < 3; byte += 1) {
    if ((instruction >> (4 + byte)) & 1) size += (delta[next++] ?? 0) * 2 ** (8 * byte);
  }
  into.offset = offset;
  into.size = size === 0 ? 0x10000 : size;
  into.next = next;
}

/**
 * The object that a pack's delta makes of its base: a list of "copy from the base" and "insert these bytes"
 * (gitformat-pack, "Deltified representation"). Throws RangeError on a malformed delta. The size that a delta promises is
 * believed only after its instructions were added up.
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const baseSize = readSize(delta, 0);
  if (baseSize.value !== base.length) throw new RangeError('a delta does not fit its base');
  const resultSize = readSize(delta, baseSize.next);
  checkInstructions(base, delta, { start: resultSize.next, size: resultSize.value });
  const result = Buffer.allocUnsafe(resultSize.value);
  const each: Instruction = { offset: 0, size: 0, next: 0 };
  let written = 0;
  for (let at = resultSize.next; at < delta.length; at = each.next) {
    readInstruction(delta, at, each);
    if (each.offset < 0) delta.copy(result, written, at + 1, each.next);
    else base.copy(result, written, each.offset, each.offset + each.size);
    written += each.size;
  }
  return result;
}

function checkInstructions(base: Buffer, delta: Buffer, promised: { start: number; size: number }): void {
  if (promised.size > objectBytesAtMost) throw new RangeError('a delta makes an object that is too large');
  const each: Instruction = { offset: 0, size: 0, next: 0 };
  let size = 0;
  for (let at = promised.start; at < delta.length; at = each.next) {
    readInstruction(delta, at, each);
    if (each.next > delta.length) throw new RangeError('a delta ends within an instruction');
    if (each.offset + each.size > base.length && each.offset >= 0) {
      throw new RangeError('a delta copies past the end of its base');
    }
    size += each.size;
    if (size > promised.size) break;
  }
  if (size !== promised.size) throw new RangeError('a delta makes an object of another size than it says');
}
