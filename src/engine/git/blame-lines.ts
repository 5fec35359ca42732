import type { BlameLine } from '../../shared/contract/git.ts';
import { WhenceError } from '../../shared/errors.ts';
import { wideEncodingOf, type WideEncoding } from '../text/encoding/wide.ts';
import type { AttributedSpan } from './engine.ts';

/** The summary of a line that no commit has. */
export const uncommittedSummary = 'not committed yet';
const nobody = 'Not Committed Yet';

/**
 * Lines of Whence's line model for git's lines: git ends lines at each byte LF and nowhere else. So a line of git's that holds lone
 * CRs is several here, and of UTF-16, where an LF is two bytes and a letter can hold one, git's lines are pieces of ours.
 * `firstOf[line]` is the 0-based line of the model where git's line starts, or the next one if it starts within one; one entry more
 * than lines, which holds how many lines the model has.
 */
export interface LineMap {
  readonly firstOf: Int32Array;
}

/** `starts`: byte offset of each of git's lines, and the text's length. */
export function mapLines(text: Buffer, starts: Int32Array): LineMap {
  const wide = wideEncodingOf(text);
  if (wide !== null) return mapWideLines(starts, wideLineStarts(text, wide));
  const firstOf = new Int32Array(starts.length);
  for (let line = 0; line + 1 < starts.length; line += 1) {
    firstOf[line + 1] = (firstOf[line] ?? 0) + 1 + loneReturns(text, starts[line] ?? 0, starts[line + 1] ?? 0);
  }
  return { firstOf };
}

function mapWideLines(starts: Int32Array, modelStarts: readonly number[]): LineMap {
  const firstOf = new Int32Array(starts.length);
  let model = 0;
  for (const [line, start] of starts.entries()) {
    while (model < modelStarts.length && (modelStarts[model] ?? 0) < start) model += 1;
    firstOf[line] = model;
  }
  return { firstOf };
}

/** Byte offsets of the lines of a text whose characters are two or four bytes each. */
function wideLineStarts(text: Buffer, wide: WideEncoding): number[] {
  const width = wide.startsWith('utf-16') ? 2 : 4;
  const isLittle = wide.endsWith('le');
  const unit = (at: number): number => {
    if (at + width > text.length) return 0;
    return isLittle ? text.readUIntLE(at, width) : text.readUIntBE(at, width);
  };
  const starts = [0];
  for (let at = 0; at + width < text.length; at += width) {
    const code = unit(at);
    if (code === 10 || (code === 13 && unit(at + width) !== 10)) starts.push(at + width);
  }
  return starts;
}

/** How many lines the model has. */
export const lineCount = (map: LineMap): number => map.firstOf.at(-1) ?? 0;

/** 1-based, inclusive. */
export interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A range that may be open on both sides. */
type AskedLines = { readonly [Key in keyof LineRange]?: LineRange[Key] | undefined };

/** git's lines, 0-based, that hold lines of the model. Throws BAD_REQUEST for a range that starts past the end or ends before it starts. */
export function gitLines(map: LineMap, range: AskedLines, path: string): { first: number; count: number } {
  const total = lineCount(map);
  const { firstLine = 1, lastLine = total } = range;
  if (firstLine > total && range.firstLine !== undefined) {
    const lines = total === 1 ? '1 line' : `${total} lines`;
    throw new WhenceError('BAD_REQUEST', `${path} has only ${lines}: there is no line ${firstLine}.`, {
      data: { lines: total },
    });
  }
  if (lastLine < firstLine && range.lastLine !== undefined) {
    throw new WhenceError('BAD_REQUEST', `Lines ${firstLine} to ${lastLine} are none: give the smaller number first.`);
  }
  if (total === 0) return { first: 0, count: 0 };
  const first = gitLineOf(map, firstLine - 1);
  return { first, count: gitLineOf(map, Math.min(lastLine, total) - 1) - first + 1 };
}

/** git's line in which a line of the model starts; both 0-based. */
function gitLineOf({ firstOf }: LineMap, line: number): number {
  let low = 0;
  let high = firstOf.length - 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firstOf[middle + 1] ?? 0) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** CRs inside a line that end a line of their own. */
function loneReturns(text: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf(13, start); at >= 0 && at < end - 1; at = text.indexOf(13, at + 1)) {
    if (text[at + 1] !== 10) count += 1;
  }
  return count;
}

/** `visible`: a path relative to the opened root. */
export function linesOfSpan(span: AttributedSpan, map: LineMap, visible: (path: string) => string): BlameLine[] {
  const lines: BlameLine[] = [];
  const originalPath = visible(span.path);
  for (let offset = 0; offset < span.count; offset += 1) {
    const first = map.firstOf[span.final + offset] ?? 0;
    const next = map.firstOf[span.final + offset + 1] ?? first + 1;
    for (let line = first; line < next; line += 1) {
      lines.push({
        ...span.commit,
        line: line + 1,
        committed: true,
        originalPath,
        originalLine: span.origin + offset + 1,
        boundary: span.boundary,
      });
    }
  }
  return lines;
}

/** Lines of the working tree that no commit has. `range`: git's lines, 0-based. */
export function uncommittedLines(
  range: { first: number; count: number },
  map: LineMap,
  about: { path: string; hashLength: number; now: string | null },
): BlameLine[] {
  const lines: BlameLine[] = [];
  for (let line = map.firstOf[range.first] ?? 0; line < (map.firstOf[range.first + range.count] ?? 0); line += 1) {
    lines.push({
      commit: '0'.repeat(about.hashLength),
      author: nobody,
      email: 'not.committed.yet',
      date: about.now,
      summary: uncommittedSummary,
      line: line + 1,
      committed: false,
      originalPath: about.path,
      originalLine: line + 1,
      boundary: false,
    });
  }
  return lines;
}
