import type { LineSource } from './atoms.ts';
import { limits } from './limits.ts';
import type { Draft } from './pack.ts';

/** Overlapping runs of lines: for text without structure, and for code that could not be parsed. */
export function cutWindows(lines: LineSource): Draft[] {
  const drafts: Draft[] = [];
  let start = 1;
  while (start <= lines.count) {
    const end = windowEnd(lines, start);
    drafts.push({ startLine: start, endLine: end, kind: 'window', main: null, doc: null });
    if (end >= lines.count) break;
    // The next window repeats a few lines, unless that would hold it up or fill it.
    const overlap = Math.min(limits.windowOverlap, Math.floor((end - start) / 4));
    const back = end + 1 - overlap;
    start = lines.size(back, end) > limits.windowCharacters / 4 ? end + 1 : back;
  }
  return drafts;
}

function windowEnd(lines: LineSource, start: number): number {
  let end = start;
  while (
    end < lines.count &&
    end - start + 1 < limits.windowLines &&
    lines.size(start, end + 1) <= limits.windowCharacters
  ) {
    end += 1;
  }
  return end;
}
