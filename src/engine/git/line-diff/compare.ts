import { settleGroups } from './groups.ts';
import { markChanges } from './myers.ts';
import { selectLines } from './selection.ts';
import { type TokenizedText, withoutCommonTail } from './tokens.ts';

/** Lines `oldStart` … of the old text became lines `newStart` … of the new. 0-based; a count may be 0. */
export interface Change {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

export interface CompareOptions {
  /** Where a change could as well stand some lines higher or lower, choose by indentation (git's default). */
  readonly indentHeuristic?: boolean;
}

/**
 * The changes from one text to another, in order, choosing among equally short answers the one that git chooses: greedy
 * bidirectional search over the lines that matter (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), then
 * each change slid to where git shows it. Both texts come from the same LineTable.
 */
export function compareLines(before: TokenizedText, after: TokenizedText, options: CompareOptions = {}): Change[] {
  const { aCount, bCount } = withoutCommonTail(before, after);
  const old = { text: before, count: aCount, changed: new Uint8Array(aCount + 1) };
  const recent = { text: after, count: bCount, changed: new Uint8Array(bCount + 1) };
  const selection = selectLines(old, recent);
  markChanges(selection.old, selection.recent, { old: old.changed, recent: recent.changed });
  const indentHeuristic = options.indentHeuristic ?? true;
  settleGroups(old, recent, indentHeuristic);
  settleGroups(recent, old, indentHeuristic);
  return collectChanges(old.changed, recent.changed, { old: aCount, recent: bCount });
}

/** One side of a comparison: `changed[line]` is 1 where the line has no partner. One entry more than lines, always 0. */
export interface Side {
  readonly text: TokenizedText;
  readonly count: number;
  readonly changed: Uint8Array;
}

function collectChanges(old: Uint8Array, recent: Uint8Array, counts: { old: number; recent: number }): Change[] {
  const changes: Change[] = [];
  let a = 0;
  let b = 0;
  while (a < counts.old || b < counts.recent) {
    if (old[a] === 0 && recent[b] === 0) {
      a += 1;
      b += 1;
      continue;
    }
    const oldStart = a;
    const newStart = b;
    while (a < counts.old && old[a] === 1) a += 1;
    while (b < counts.recent && recent[b] === 1) b += 1;
    changes.push({ oldStart, oldCount: a - oldStart, newStart, newCount: b - newStart });
  }
  return changes;
}
