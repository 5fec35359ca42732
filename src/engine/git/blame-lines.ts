import type { BlameLine } from '../../shared/contract/git.ts';
import type { AttributedSpan } from './engine.ts';

/** The summary of a line that no commit has. */
export const uncommittedSummary = 'not committed yet';
const nobody = 'Not Committed Yet';

/**
 * Lines of Whence's line model for git's lines: git ends lines at LF only, so a line that holds lone CRs is several here.
 * `firstOf[line]` is the 0-based line of the model where git's line starts; one entry more than lines.
 */
export interface LineMap {
  readonly firstOf: Int32Array;
}

export function mapLines(text: Buffer, starts: Int32Array): LineMap {
  const firstOf = new Int32Array(starts.length);
  for (let line = 0; line + 1 < starts.length; line += 1) {
    firstOf[line + 1] = (firstOf[line] ?? 0) + 1 + loneReturns(text, starts[line] ?? 0, starts[line + 1] ?? 0);
  }
  return { firstOf };
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
