import type { Span } from '../isomorphic/spans.ts';
import { equalLines } from './equal-ends.ts';
import type { LinedText } from './tokens.ts';

/** Lines tried as a guard on each side, and the least bytes of one: a brace is seldom the only one. */
const guardsTried = 12;
const guardBytes = 12;

/**
 * Where spans of a text are in the text before it, when what changed lies wholly between or beside them; null when only a
 * comparison can tell. Spans in the equal head and tail keep their place, unless the change could slide over them: it
 * slides over equal lines only, so one line that occurs nowhere else, between a span and the change, holds it off.
 */
export function moveUntouched(spans: readonly Span[], before: LinedText, after: LinedText): Span[] | null {
  const { head, tail } = equalLines(before, after);
  const tailStart = after.count - tail;
  let headEnd = 0;
  let firstTail = after.count;
  for (const { origin, count } of spans) {
    const end = origin + count;
    if (end <= head) headEnd = Math.max(headEnd, end);
    else if (origin >= tailStart) firstTail = Math.min(firstTail, origin);
    else return null;
  }
  const shift = before.count - after.count;
  const texts = { before, after };
  if (headEnd > 0 && !isGuarded({ from: headEnd, to: head, step: 1 }, texts, 0)) return null;
  if (firstTail < after.count && !isGuarded({ from: firstTail - 1, to: tailStart - 1, step: -1 }, texts, shift)) {
    return null;
  }
  return spans.map((span) => (span.origin < head ? span : { ...span, origin: span.origin + shift }));
}

/** Whether one of these lines of the text after, exclusive of `to`, occurs once in each text. */
function isGuarded(
  lines: { from: number; to: number; step: 1 | -1 },
  { before, after }: { before: LinedText; after: LinedText },
  shift: number,
): boolean {
  let tried = 0;
  for (let line = lines.from; line !== lines.to && tried < guardsTried; line += lines.step) {
    const start = after.starts[line] ?? 0;
    const end = after.starts[line + 1] ?? 0;
    if (end - start < guardBytes) continue;
    tried += 1;
    const text = after.bytes.subarray(start, end);
    const oldStart = before.starts[line + shift] ?? 0;
    if (isOnlyAt(after.bytes, text, start) && isOnlyAt(before.bytes, text, oldStart)) return true;
  }
  return false;
}

const isOnlyAt = (bytes: Buffer, text: Buffer, start: number): boolean =>
  bytes.indexOf(text) === start && bytes.indexOf(text, start + 1) < 0;
