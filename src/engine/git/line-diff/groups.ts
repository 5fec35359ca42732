import type { Side } from './compare.ts';
import { bestEnd } from './indentation.ts';

/** A run of changed lines, `start` to `end` (exclusive); empty between two unchanged lines. */
class Group {
  start = 0;
  end = 0;
  readonly side: Side;

  constructor(side: Side) {
    this.side = side;
    while (this.#isChanged(this.end)) this.end += 1;
  }

  get empty(): boolean {
    return this.start === this.end;
  }

  get size(): number {
    return this.end - this.start;
  }

  /** Goes on to the next group; false at the end. */
  next(): boolean {
    if (this.end === this.side.count) return false;
    this.start = this.end + 1;
    this.end = this.start;
    while (this.#isChanged(this.end)) this.end += 1;
    return true;
  }

  previous(): boolean {
    if (this.start === 0) return false;
    this.end = this.start - 1;
    this.start = this.end;
    while (this.#isChanged(this.start - 1)) this.start -= 1;
    return true;
  }

  /** Moves the group one line down if its first line equals the line below it, and takes in a group it then touches. */
  slideDown(): boolean {
    if (this.end >= this.side.count || !this.#sameLines(this.start, this.end)) return false;
    this.side.changed[this.start] = 0;
    this.side.changed[this.end] = 1;
    this.start += 1;
    this.end += 1;
    while (this.#isChanged(this.end)) this.end += 1;
    return true;
  }

  slideUp(): boolean {
    if (this.start === 0 || !this.#sameLines(this.start - 1, this.end - 1)) return false;
    this.start -= 1;
    this.end -= 1;
    this.side.changed[this.start] = 1;
    this.side.changed[this.end] = 0;
    while (this.#isChanged(this.start - 1)) this.start -= 1;
    return true;
  }

  #isChanged(line: number): boolean {
    return this.side.changed[line] === 1;
  }

  #sameLines(a: number, b: number): boolean {
    return this.side.text.ids[a] === this.side.text.ids[b];
  }
}

/**
 * Slides every change of one side to where git shows it: as far down as it goes, but level with a change of the other
 * side where there is one, and else, when asked for, where the indentation says that a block begins. Changes that meet
 * while sliding become one.
 */
export function settleGroups(side: Side, otherSide: Side, indentHeuristic: boolean): void {
  const group = new Group(side);
  const other = new Group(otherSide);
  for (;;) {
    if (!group.empty) settle(group, other, indentHeuristic);
    if (!group.next()) return;
    other.next();
  }
}

function settle(group: Group, other: Group, indentHeuristic: boolean): void {
  let size: number;
  let highestEnd: number;
  /** Lowest end at which the other side has a change too; -1 if nowhere. */
  let levelEnd: number;
  do {
    size = group.size;
    levelEnd = -1;
    while (group.slideUp()) other.previous();
    highestEnd = group.end;
    if (!other.empty) levelEnd = group.end;
    while (group.slideDown()) {
      other.next();
      if (!other.empty) levelEnd = group.end;
    }
  } while (size !== group.size);

  if (group.end === highestEnd) return;
  if (levelEnd !== -1) {
    while (other.empty) {
      group.slideUp();
      other.previous();
    }
  } else if (indentHeuristic) {
    const end = bestEnd(group.side, { size, highestEnd, lowestEnd: group.end });
    while (group.end > end) {
      group.slideUp();
      other.previous();
    }
  }
}
