import { equalBytes, equalLines, linesBefore } from './equal-ends.ts';

const newline = 10;

/** A text cut into lines at LF. */
export interface LinedText {
  readonly bytes: Buffer;
  readonly count: number;
  /** Byte offset of each line's start, and of the end of the last. */
  readonly starts: Int32Array;
}

/** A line's id is equal to another's, of the same table, where the lines are equal. */
export interface TokenizedText extends LinedText {
  readonly ids: Int32Array;
}

/** Gives equal lines equal numbers. One table serves every version of a file, so a line is looked up once per version. */
export class LineTable {
  readonly ignoreWhitespace: boolean;
  readonly #ids = new Map<string, number>();

  constructor(options: { ignoreWhitespace?: boolean } = {}) {
    this.ignoreWhitespace = options.ignoreWhitespace ?? false;
  }

  /** How many different lines were met. */
  get size(): number {
    return this.#ids.size;
  }

  /** A line's end counts: a last line without one differs from the same line with one, as in git. */
  tokenize(bytes: Buffer): TokenizedText {
    return this.identify(cutLines(bytes));
  }

  /** `like`: a text of this table that differs little: only lines between their equal head and tail are looked up. */
  identify(text: LinedText, like: TokenizedText | null = null): TokenizedText {
    const { bytes, starts, count } = text;
    const ids = new Int32Array(count);
    const { head, tail } = like ? equalLines(text, like) : { head: 0, tail: 0 };
    if (like) {
      ids.set(like.ids.subarray(0, head));
      ids.set(like.ids.subarray(like.count - tail), count - tail);
    }
    for (let line = head; line < count - tail; line += 1) {
      ids[line] = this.#idOf(bytes.toString('latin1', starts[line], starts[line + 1]));
    }
    return { bytes, count, starts, ids };
  }

  #idOf(line: string): number {
    const key = this.ignoreWhitespace ? line.replace(/[ \t\r\n]+/g, '') : line;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }
}

/** `like`: a text that differs little, whose line starts are taken over outside of the difference. */
export function cutLines(bytes: Buffer, like: LinedText | null = null): LinedText {
  const starts = like ? startsLike(bytes, like) : lineStartsOf(bytes);
  return { bytes, starts, count: starts.length - 1 };
}

/** Byte offset of each line of a text, and its length as the last entry. */
export function lineStartsOf(bytes: Buffer): Int32Array {
  const middle = lineEnds(bytes, 0, bytes.length);
  const unended = bytes.length > 0 && bytes[bytes.length - 1] !== newline;
  const starts = new Int32Array(middle.length + (unended ? 2 : 1));
  starts.set(middle, 1);
  if (unended) starts[starts.length - 1] = bytes.length;
  return starts;
}

function startsLike(bytes: Buffer, like: LinedText): Int32Array {
  const equal = equalBytes(bytes, like.bytes);
  if (equal.head === 0 || equal.tail === 0) return lineStartsOf(bytes);
  const tailStart = bytes.length - equal.tail;
  const shift = bytes.length - like.bytes.length;
  const head = like.starts.subarray(0, linesBefore(like, equal.head + 1));
  const middle = lineEnds(bytes, head.at(-1) ?? 0, tailStart);
  const tail = like.starts.subarray(linesBefore(like, tailStart - shift + 1));
  const starts = new Int32Array(head.length + middle.length + tail.length);
  starts.set(head);
  starts.set(middle, head.length);
  const before = head.length + middle.length;
  for (const [line, start] of tail.entries()) starts[before + line] = start + shift;
  return starts;
}

/** Offsets after each LF of a part of a text. Counted first: a text of nothing but LFs would be a list of millions. */
function lineEnds(bytes: Buffer, from: number, to: number): Int32Array {
  let count = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === newline) count += 1;
  const ends = new Int32Array(count);
  let line = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === newline) ends[line++] = at + 1;
  return ends;
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
  return { aCount: linesBefore(a, a.bytes.length - removed), bCount: linesBefore(b, b.bytes.length - removed) };
}

function sameBlock(a: Buffer, b: Buffer, cut: number): boolean {
  const aEnd = a.length - cut;
  const bEnd = b.length - cut;
  return a.compare(b, bEnd - tailBlock, bEnd, aEnd - tailBlock, aEnd) === 0;
}
