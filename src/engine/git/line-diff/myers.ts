import { roughRoot, type SelectedLines } from './selection.ts';

/** A run of equal lines longer than this is taken as a sign of being on a good path. */
const goodRun = 20;
/** From this many edits on, a good path is taken without looking for the shortest. */
const heuristicFrom = 256;
/** A path is good when it is this much further than edits were spent. */
const goodProgress = 4;
/** The search gives up on the shortest path after this many edits, or the rough root of the diagonals if that is more. */
const leastPatience = 256;

interface Box {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
  /** Find the shortest path, whatever it costs. */
  readonly exact: boolean;
}

interface Split {
  readonly old: number;
  readonly recent: number;
  readonly exactBefore: boolean;
  readonly exactAfter: boolean;
}

/** Marks the lines without a partner in `changed` (by line number of each side). */
export function markChanges(
  old: SelectedLines,
  recent: SelectedLines,
  changed: { readonly old: Uint8Array; readonly recent: Uint8Array },
): void {
  const search = new MiddleSearch(old.ids, recent.ids);
  const pending: Box[] = [
    { oldStart: 0, oldEnd: old.ids.length, newStart: 0, newEnd: recent.ids.length, exact: false },
  ];
  for (let whole = pending.pop(); whole; whole = pending.pop()) {
    const box = shrink(whole, old.ids, recent.ids);
    if (box.oldStart === box.oldEnd) {
      for (let at = box.newStart; at < box.newEnd; at += 1) changed.recent[recent.lines[at] ?? 0] = 1;
    } else if (box.newStart === box.newEnd) {
      for (let at = box.oldStart; at < box.oldEnd; at += 1) changed.old[old.lines[at] ?? 0] = 1;
    } else {
      const split = search.find(box);
      pending.push({ ...box, oldStart: split.old, newStart: split.recent, exact: split.exactAfter });
      pending.push({ ...box, oldEnd: split.old, newEnd: split.recent, exact: split.exactBefore });
    }
  }
}

/** Without the equal lines at its start and end. */
function shrink(box: Box, old: Int32Array, recent: Int32Array): Box {
  let { oldStart, oldEnd, newStart, newEnd } = box;
  while (oldStart < oldEnd && newStart < newEnd && old[oldStart] === recent[newStart]) {
    oldStart += 1;
    newStart += 1;
  }
  while (oldStart < oldEnd && newStart < newEnd && old[oldEnd - 1] === recent[newEnd - 1]) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return { oldStart, oldEnd, newStart, newEnd, exact: box.exact };
}

/** Diagonals reached so far from one end. */
interface Reach {
  low: number;
  high: number;
}

/**
 * Finds where to cut a box in two: where the furthest paths from both of its ends meet. A diagonal is old minus new
 * position; `forward` and `backward` hold the furthest old position on each.
 */
class MiddleSearch {
  readonly #old: Int32Array;
  readonly #recent: Int32Array;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  readonly #origin: number;
  readonly #patience: number;

  constructor(old: Int32Array, recent: Int32Array) {
    this.#old = old;
    this.#recent = recent;
    const diagonals = old.length + recent.length + 3;
    this.#forward = new Int32Array(diagonals + 1);
    this.#backward = new Int32Array(diagonals + 1);
    this.#origin = recent.length + 1;
    this.#patience = Math.max(roughRoot(diagonals), leastPatience);
  }

  find(box: Box): Split {
    const start = box.oldStart - box.newStart;
    const end = box.oldEnd - box.newEnd;
    const forward: Reach = { low: start, high: start };
    const backward: Reach = { low: end, high: end };
    const odd = ((start - end) & 1) !== 0;
    this.#forward[this.#origin + start] = box.oldStart;
    this.#backward[this.#origin + end] = box.oldEnd;
    for (let edits = 1; ; edits += 1) {
      widen(forward, box, { values: this.#forward, origin: this.#origin, beyond: -1 });
      const ahead = this.#stepForward(box, forward, odd ? backward : null);
      if (ahead.met) return ahead.met;
      widen(backward, box, { values: this.#backward, origin: this.#origin, beyond: 0x7fffffff });
      const back = this.#stepBackward(box, backward, odd ? null : forward);
      if (back.met) return back.met;
      if (box.exact) continue;
      if ((ahead.goodRun || back.goodRun) && edits > heuristicFrom) {
        const good =
          this.#goodForward(box, forward, { edits, middle: start }) ??
          this.#goodBackward(box, backward, { edits, middle: end });
        if (good) return good;
      }
      if (edits >= this.#patience) return this.#furthest(box, forward, backward);
    }
  }

  #stepForward(box: Box, reach: Reach, other: Reach | null): { met: Split | null; goodRun: boolean } {
    const forward = this.#forward;
    const backward = this.#backward;
    const origin = this.#origin;
    const old = this.#old;
    const recent = this.#recent;
    let sawGoodRun = false;
    for (let diagonal = reach.high; diagonal >= reach.low; diagonal -= 2) {
      const below = forward[origin + diagonal - 1] ?? 0;
      const above = forward[origin + diagonal + 1] ?? 0;
      let at = below >= above ? below + 1 : above;
      const from = at;
      while (at < box.oldEnd && at - diagonal < box.newEnd && old[at] === recent[at - diagonal]) at += 1;
      if (at - from > goodRun) sawGoodRun = true;
      forward[origin + diagonal] = at;
      if (other && other.low <= diagonal && diagonal <= other.high && (backward[origin + diagonal] ?? 0) <= at) {
        return { met: { old: at, recent: at - diagonal, exactBefore: true, exactAfter: true }, goodRun: sawGoodRun };
      }
    }
    return { met: null, goodRun: sawGoodRun };
  }

  #stepBackward(box: Box, reach: Reach, other: Reach | null): { met: Split | null; goodRun: boolean } {
    const forward = this.#forward;
    const backward = this.#backward;
    const origin = this.#origin;
    const old = this.#old;
    const recent = this.#recent;
    let sawGoodRun = false;
    for (let diagonal = reach.high; diagonal >= reach.low; diagonal -= 2) {
      const below = backward[origin + diagonal - 1] ?? 0;
      const above = backward[origin + diagonal + 1] ?? 0;
      let at = below < above ? below : above - 1;
      const from = at;
      while (at > box.oldStart && at - diagonal > box.newStart && old[at - 1] === recent[at - diagonal - 1]) at -= 1;
      if (from - at > goodRun) sawGoodRun = true;
      backward[origin + diagonal] = at;
      if (other && other.low <= diagonal && diagonal <= other.high && at <= (forward[origin + diagonal] ?? 0)) {
        return { met: { old: at, recent: at - diagonal, exactBefore: true, exactAfter: true }, goodRun: sawGoodRun };
      }
    }
    return { met: null, goodRun: sawGoodRun };
  }

  /** The most advanced forward path that ends in a long run of equal lines. */
  #goodForward(box: Box, reach: Reach, spent: { edits: number; middle: number }): Split | null {
    let best = 0;
    let found: Split | null = null;
    for (let diagonal = reach.high; diagonal >= reach.low; diagonal -= 2) {
      const old = this.#forward[this.#origin + diagonal] ?? 0;
      const recent = old - diagonal;
      const progress = old - box.oldStart + (recent - box.newStart) - Math.abs(diagonal - spent.middle);
      const inside =
        box.oldStart + goodRun <= old && old < box.oldEnd && box.newStart + goodRun <= recent && recent < box.newEnd;
      if (progress <= goodProgress * spent.edits || progress <= best || !inside) continue;
      if (!this.#runBefore(old, recent)) continue;
      best = progress;
      found = { old, recent, exactBefore: true, exactAfter: false };
    }
    return found;
  }

  #goodBackward(box: Box, reach: Reach, spent: { edits: number; middle: number }): Split | null {
    let best = 0;
    let found: Split | null = null;
    for (let diagonal = reach.high; diagonal >= reach.low; diagonal -= 2) {
      const old = this.#backward[this.#origin + diagonal] ?? 0;
      const recent = old - diagonal;
      const progress = box.oldEnd - old + (box.newEnd - recent) - Math.abs(diagonal - spent.middle);
      const inside =
        box.oldStart < old && old <= box.oldEnd - goodRun && box.newStart < recent && recent <= box.newEnd - goodRun;
      if (progress <= goodProgress * spent.edits || progress <= best || !inside) continue;
      if (!this.#runBefore(old + goodRun, recent + goodRun)) continue;
      best = progress;
      found = { old, recent, exactBefore: false, exactAfter: true };
    }
    return found;
  }

  #runBefore(old: number, recent: number): boolean {
    for (let back = 1; back <= goodRun; back += 1) {
      if (this.#old[old - back] !== this.#recent[recent - back]) return false;
    }
    return true;
  }

  /** Out of patience: cut where either side got furthest. */
  #furthest(box: Box, forward: Reach, backward: Reach): Split {
    let ahead = { sum: -1, old: -1 };
    for (let diagonal = forward.high; diagonal >= forward.low; diagonal -= 2) {
      let old = Math.min(this.#forward[this.#origin + diagonal] ?? 0, box.oldEnd);
      if (old - diagonal > box.newEnd) old = box.newEnd + diagonal;
      if (ahead.sum < old + old - diagonal) ahead = { sum: old + old - diagonal, old };
    }
    let back = { sum: Number.MAX_SAFE_INTEGER, old: Number.MAX_SAFE_INTEGER };
    for (let diagonal = backward.high; diagonal >= backward.low; diagonal -= 2) {
      let old = Math.max(box.oldStart, this.#backward[this.#origin + diagonal] ?? 0);
      if (old - diagonal < box.newStart) old = box.newStart + diagonal;
      if (old + old - diagonal < back.sum) back = { sum: old + old - diagonal, old };
    }
    if (box.oldEnd + box.newEnd - back.sum < ahead.sum - (box.oldStart + box.newStart)) {
      return { old: ahead.old, recent: ahead.sum - ahead.old, exactBefore: true, exactAfter: false };
    }
    return { old: back.old, recent: back.sum - back.old, exactBefore: false, exactAfter: true };
  }
}

/** One diagonal more on each side, or one fewer where the box ends; the one beyond gets a value that never wins. */
function widen(reach: Reach, box: Box, side: { values: Int32Array; origin: number; beyond: number }): void {
  const lowest = box.oldStart - box.newEnd;
  const highest = box.oldEnd - box.newStart;
  if (reach.low > lowest) {
    reach.low -= 1;
    side.values[side.origin + reach.low - 1] = side.beyond;
  } else {
    reach.low += 1;
  }
  if (reach.high < highest) {
    reach.high += 1;
    side.values[side.origin + reach.high + 1] = side.beyond;
  } else {
    reach.high -= 1;
  }
}
