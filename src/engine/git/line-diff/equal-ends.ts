import type { LinedText } from './tokens.ts';

const compareBlock = 4096;

/** How many whole lines two texts have in common at their start, and, not counting those twice, at their end. */
export function equalLines(a: LinedText, b: LinedText): { head: number; tail: number } {
  const equal = equalBytes(a.bytes, b.bytes);
  const shorter = Math.min(a.count, b.count);
  let head = Math.min(shorter, linesEndingBy(a, equal.head), linesEndingBy(b, equal.head));
  // A last line without an end can be the start of the other's line: both must end at the same place.
  while (head > 0 && a.starts[head] !== b.starts[head]) head -= 1;
  let tail = Math.min(shorter - head, a.count - linesBefore(a, a.bytes.length - equal.tail));
  // The line before a tail must end where the other's does, or the tail starts within a line.
  const shift = a.bytes.length - b.bytes.length;
  while (tail > 0 && a.starts[a.count - tail] !== (b.starts[b.count - tail] ?? 0) + shift) tail -= 1;
  return { head, tail };
}

/** As `equalLines`, in bytes. */
export function equalBytes(a: Buffer, b: Buffer): { head: number; tail: number } {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head + compareBlock <= shorter && a.compare(b, head, head + compareBlock, head, head + compareBlock) === 0) {
    head += compareBlock;
  }
  while (head < shorter && a[head] === b[head]) head += 1;
  const room = shorter - head;
  let tail = 0;
  while (tail + compareBlock <= room) {
    const aEnd = a.length - tail;
    const bEnd = b.length - tail;
    if (a.compare(b, bEnd - compareBlock, bEnd, aEnd - compareBlock, aEnd) !== 0) break;
    tail += compareBlock;
  }
  while (tail < room && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}

/** How many lines end at or before this offset. */
function linesEndingBy(text: LinedText, offset: number): number {
  const after = linesBefore(text, offset + 1);
  return Math.max(0, (text.starts[text.count] ?? 0) <= offset ? text.count : after - 1);
}

/** How many lines start before this offset. */
export function linesBefore(text: LinedText, offset: number): number {
  let low = 0;
  let high = text.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((text.starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
