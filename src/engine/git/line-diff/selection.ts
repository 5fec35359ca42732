import type { Side } from './compare.ts';

/** The lines of one side that the search looks at. */
export interface SelectedLines {
  readonly ids: Int32Array;
  /** Line number of each. */
  readonly lines: Int32Array;
}

/** How often a line may occur on the other side before it says little about where it belongs. */
const frequentAtMost = 1024;
/** How far around a frequent line its neighbours are looked at. */
const neighbourhood = 100;
/** A frequent line is set aside when frequent and unmatched lines around it stand in less than this ratio. */
const neighbourRatio = 4;

const unmatched = 0;
const ordinary = 1;
const frequent = 2;

/**
 * Leaves out what the search need not look at, and marks it changed: lines that the other side lacks, and frequent lines
 * in the middle of such lines. Equal heads and tails take no part either, unmarked.
 */
export function selectLines(old: Side, recent: Side): { old: SelectedLines; recent: SelectedLines } {
  const shorter = Math.min(old.count, recent.count);
  const a = old.text.ids;
  const b = recent.text.ids;
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[old.count - 1 - tail] === b[recent.count - 1 - tail]) tail += 1;
  countLines(old, oldCounts);
  countLines(recent, recentCounts);
  const selected = {
    old: selectSide(old, { from: head, to: old.count - tail, others: recentCounts }),
    recent: selectSide(recent, { from: head, to: recent.count - tail, others: oldCounts }),
  };
  forgetLines(old, oldCounts);
  forgetLines(recent, recentCounts);
  return selected;
}

/** How often each id occurs, by id: all zero between two comparisons, so that none starts by clearing it. */
interface Counts {
  values: Int32Array;
}
const oldCounts: Counts = { values: new Int32Array(1024) };
const recentCounts: Counts = { values: new Int32Array(1024) };

function countLines(side: Side, counts: Counts): void {
  const { ids } = side.text;
  for (let line = 0; line < side.count; line += 1) {
    const id = ids[line] ?? 0;
    if (id >= counts.values.length) {
      const larger = new Int32Array(Math.max(id + 1, counts.values.length * 2));
      larger.set(counts.values);
      counts.values = larger;
    }
    counts.values[id] = (counts.values[id] ?? 0) + 1;
  }
}

function forgetLines(side: Side, counts: Counts): void {
  const { ids } = side.text;
  for (let line = 0; line < side.count; line += 1) counts.values[ids[line] ?? 0] = 0;
}

/** A power of two near the square root: 2 to the number of base-4 digits. */
export function roughRoot(value: number): number {
  let root = 1;
  for (let rest = value; rest > 0; rest >>>= 2) root *= 2;
  return root;
}

interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** How often each id occurs on the other side. */
  readonly others: Counts;
}

function selectSide(side: Side, range: Range): SelectedLines {
  const limit = Math.min(roughRoot(side.count), frequentAtMost);
  const classes = new Uint8Array(side.count);
  for (let line = range.from; line < range.to; line += 1) {
    const matches = range.others.values[side.text.ids[line] ?? 0] ?? 0;
    classes[line] = matches === 0 ? unmatched : matches >= limit ? frequent : ordinary;
  }
  const ids = new Int32Array(Math.max(0, range.to - range.from));
  const lines = new Int32Array(ids.length);
  let kept = 0;
  for (let line = range.from; line < range.to; line += 1) {
    const keep =
      classes[line] === ordinary || (classes[line] === frequent && !liesAmongUnmatched(classes, line, range));
    if (keep) {
      ids[kept] = side.text.ids[line] ?? 0;
      lines[kept] = line;
      kept += 1;
    } else {
      side.changed[line] = 1;
    }
  }
  return { ids: ids.subarray(0, kept), lines: lines.subarray(0, kept) };
}

function liesAmongUnmatched(classes: Uint8Array, line: number, range: Range): boolean {
  const first = Math.max(range.from, line - neighbourhood);
  const last = Math.min(range.to - 1, line + neighbourhood);
  const above = countRun(classes, { at: line - 1, end: first - 1, step: -1 });
  if (above.unmatched === 0) return false;
  const below = countRun(classes, { at: line + 1, end: last + 1, step: 1 });
  if (below.unmatched === 0) return false;
  const unmatchedLines = above.unmatched + below.unmatched;
  // The line itself is counted from both sides.
  const frequentLines = above.frequent + below.frequent + 2;
  return frequentLines * neighbourRatio < frequentLines + unmatchedLines;
}

function countRun(
  classes: Uint8Array,
  run: { at: number; end: number; step: number },
): { unmatched: number; frequent: number } {
  const count = { unmatched: 0, frequent: 0 };
  for (let line = run.at; line !== run.end && classes[line] !== ordinary; line += run.step) {
    if (classes[line] === unmatched) count.unmatched += 1;
    else count.frequent += 1;
  }
  return count;
}
