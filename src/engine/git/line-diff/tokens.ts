const newline = 10;

/** A text cut into lines at LF. A line's id is equal to another's, of the same table, where the lines are equal. */
export interface TokenizedText {
  readonly bytes: Buffer;
  readonly count: number;
  /** Byte offset of each line's start, and of the end of the last. */
  readonly starts: Int32Array;
  readonly ids: Int32Array;
}

/** Gives equal lines equal numbers. One table serves every version of a file, so a line is looked up once per version. */
export class LineTable {
  readonly ignoreWhitespace: boolean;
  private readonly ids = new Map<string, number>();

  constructor(options: { ignoreWhitespace?: boolean } = {}) {
    this.ignoreWhitespace = options.ignoreWhitespace ?? false;
  }

  /** How many different lines were met. */
  get size(): number {
    return this.ids.size;
  }

  /**
   * A line's end counts: a last line without one differs from the same line with one, as in git. `like`: a text of this
   * table that differs little: only lines between their equal head and tail are looked up.
   */
  tokenize(bytes: Buffer, like: TokenizedText | null = null): TokenizedText {
    const starts = lineStartsOf(bytes);
    const count = starts.length - 1;
    const ids = new Int32Array(count);
    let head = 0;
    let tail = 0;
    if (like) {
      const equal = equalEnds(bytes, like.bytes);
      // A last line without an end can be the start of the other's line: both must end at the same place.
      const isEqual = (line: number): boolean =>
        (starts[line + 1] ?? 0) <= equal.head && starts[line + 1] === like.starts[line + 1];
      while (head < Math.min(count, like.count) && isEqual(head)) head += 1;
      const most = Math.min(count, like.count) - head;
      while (tail < most && bytes.length - (starts[count - 1 - tail] ?? 0) <= equal.tail) tail += 1;
      // The line before a tail must end where the other's does, or the tail starts within a line.
      while (
        tail > 0 &&
        starts[count - tail] !== bytes.length - like.bytes.length + (like.starts[like.count - tail] ?? 0)
      )
        tail -= 1;
      ids.set(like.ids.subarray(0, head));
      ids.set(like.ids.subarray(like.count - tail), count - tail);
    }
    for (let line = head; line < count - tail; line += 1) {
      ids[line] = this.idOf(bytes.toString('latin1', starts[line], starts[line + 1]));
    }
    return { bytes, count, starts, ids };
  }

  private idOf(line: string): number {
    const key = this.ignoreWhitespace ? line.replace(/[ \t\r\n]+/g, '') : line;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(key, id);
    return id;
  }
}

/** Byte offset of each line of a text, and its length as the last entry. */
export function lineStartsOf(bytes: Buffer): Int32Array {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1;
  const unended = bytes.length > 0 && bytes[bytes.length - 1] !== newline;
  const starts = new Int32Array(count + (unended ? 2 : 1));
  let line = 1;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    starts[line] = at + 1;
    line += 1;
  }
  if (unended) starts[line] = bytes.length;
  return starts;
}

const compareBlock = 4096;

/** How many bytes two texts have in common at their start, and, not counting those twice, at their end. */
function equalEnds(a: Buffer, b: Buffer): { head: number; tail: number } {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head + compareBlock <= shorter && a.compare(b, head, head + compareBlock, head, head + compareBlock) === 0) {
    head += compareBlock;
  }
  while (head < shorter && a[head] === b[head]) head += 1;
  const room = shorter - head;
  let tail = 0;
  for (;;) {
    const aEnd = a.length - tail;
    const bEnd = b.length - tail;
    if (tail + compareBlock > room) break;
    if (a.compare(b, bEnd - compareBlock, bEnd, aEnd - compareBlock, aEnd) !== 0) break;
    tail += compareBlock;
  }
  while (tail < room && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { head, tail };
}

const tailBlock = 1024;

/**
 * How many lines of two texts take part in a comparison without context: git first cuts equal tails off in blocks of
 * 1,024 bytes, then gives the rest of the line back. It changes which lines count as frequent and how far a change can
 * slide, so agreeing with git needs the same cut.
 */
export function withoutCommonTail(a: TokenizedText, b: TokenizedText): { aCount: number; bCount: number } {
  const smaller = Math.min(a.bytes.length, b.bytes.length);
  let cut = 0;
  while (cut + tailBlock <= smaller && sameBlock(a.bytes, b.bytes, cut)) cut += tailBlock;
  if (cut === 0) return { aCount: a.count, bCount: b.count };
  const lineEnd = a.bytes.indexOf(newline, a.bytes.length - cut);
  const kept = lineEnd < 0 ? cut : lineEnd + 1 - (a.bytes.length - cut);
  const removed = cut - kept;
  return { aCount: linesUpTo(a, a.bytes.length - removed), bCount: linesUpTo(b, b.bytes.length - removed) };
}

function sameBlock(a: Buffer, b: Buffer, cut: number): boolean {
  const aEnd = a.length - cut;
  const bEnd = b.length - cut;
  return a.compare(b, bEnd - tailBlock, bEnd, aEnd - tailBlock, aEnd) === 0;
}

/** How many lines start before this offset. */
function linesUpTo(text: TokenizedText, offset: number): number {
  let low = 0;
  let high = text.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((text.starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
