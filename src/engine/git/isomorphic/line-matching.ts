import type { Change } from '../line-diff/compare.ts';
import type { TokenizedText } from '../line-diff/tokens.ts';
import { commonPairs, lineFingerprint, type LineFingerprint, takeOut } from './line-fingerprint.ts';

/** Lines of the parent this far from where a line should be are looked at. */
const searchDistance = 10;
/** Outside its own change, a line needs this many pairs in common with one of the parent's. */
const leastPairsElsewhere = 10;
/** Weight of similarity against distance, so that the nearer of equally similar lines wins. */
const distanceScale = 1000;

const unknown = -1;
const matchesNothing = -2;

/**
 * Which line of the parent each line of an ignored commit's changes is most like: what git does for revisions that blame
 * ignores. Lines are compared by their pairs of characters. In each change the surest match is taken first, and the lines
 * before and after it are matched among those before and after its partner, so that matches never cross.
 */
export class IgnoredMatcher {
  readonly #parent: TokenizedText;
  readonly #child: TokenizedText;
  readonly #parentPrints: (LineFingerprint | undefined)[] = [];

  constructor(parent: TokenizedText, child: TokenizedText) {
    this.#parent = parent;
    this.#child = child;
  }

  /** For each new line of a change: the parent's line, 0-based, or -1 for none. */
  match(change: Change): Int32Array {
    const result = new ChangeMatcher(change, {
      old: range(change.oldCount, (line) => this.#print(this.#parent, change.oldStart + line)),
      recent: range(change.newCount, (line) => this.#print(this.#child, change.newStart + line)),
    }).match();
    for (let line = 0; line < change.newCount; line += 1) {
      if ((result[line] ?? -1) < 0) result[line] = this.#closestAnywhere(change.newStart + line);
    }
    return result;
  }

  #print(text: TokenizedText, line: number): LineFingerprint {
    return lineFingerprint(text.bytes, text.starts[line] ?? 0, text.starts[line + 1] ?? 0);
  }

  #closestAnywhere(line: number): number {
    const print = this.#print(this.#child, line);
    let best = leastPairsElsewhere;
    let found = -1;
    for (let candidate = 0; candidate < this.#parent.count; candidate += 1) {
      const other = (this.#parentPrints[candidate] ??= this.#print(this.#parent, candidate));
      const common = commonPairs(print, other);
      if (common < best) continue;
      if (common === best && found !== -1 && Math.abs(found - line) < Math.abs(candidate - line)) continue;
      best = common;
      found = candidate;
    }
    return found;
  }
}

/** Lines `oldFrom` … `oldTo` and `from` … `to` of a change, exclusive ends: those that may match one another. */
interface Part {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly from: number;
  readonly to: number;
}

class ChangeMatcher {
  readonly #change: Change;
  readonly #old: LineFingerprint[];
  readonly #recent: LineFingerprint[];
  /** How far to look in the old lines, and how far a match can reach in the new ones. */
  readonly #reach: number;
  readonly #recentReach: number;
  readonly #certainty: Int32Array;
  readonly #best: Int32Array;
  readonly #secondBest: Int32Array;
  /** Similarity of a new line to the old ones around its place; -1 where not computed. */
  readonly #similarities: Int32Array;

  constructor(change: Change, prints: { old: LineFingerprint[]; recent: LineFingerprint[] }) {
    this.#change = change;
    this.#old = prints.old;
    this.#recent = prints.recent;
    const { oldCount, newCount } = change;
    this.#reach = Math.min(searchDistance, Math.max(0, oldCount - 1));
    this.#recentReach = oldCount === 0 ? 0 : Math.floor(((2 * this.#reach + 1) * newCount - 1) / oldCount);
    this.#certainty = new Int32Array(newCount).fill(unknown);
    this.#best = new Int32Array(newCount).fill(-1);
    this.#secondBest = new Int32Array(newCount).fill(-1);
    this.#similarities = new Int32Array(newCount * (2 * this.#reach + 1)).fill(-1);
  }

  match(): Int32Array {
    const { oldCount, newCount, oldStart } = this.#change;
    if (oldCount === 0) return this.#best;
    const parts: Part[] = [{ oldFrom: 0, oldTo: oldCount, from: 0, to: newCount }];
    for (let part = parts.pop(); part; part = parts.pop()) {
      const line = this.#surest(part);
      if (line < 0) continue;
      const partner = this.#best[line] ?? 0;
      this.#settle(part, line, partner);
      // The part before comes off the list first: what it takes out of old lines matters to the part after.
      if (line + 1 < part.to) parts.push({ oldFrom: partner, oldTo: part.oldTo, from: line + 1, to: part.to });
      if (line > part.from) parts.push({ oldFrom: part.oldFrom, oldTo: partner + 1, from: part.from, to: line });
    }
    return this.#best.map((line) => (line < 0 ? -1 : oldStart + line));
  }

  /** The new line of a part whose match is surest; -1 when none matches anything. */
  #surest(part: Part): number {
    let surest = -1;
    let most = -1;
    for (let line = part.from; line < part.to; line += 1) {
      if (this.#certainty[line] === unknown) this.#findBest(part, line);
      if ((this.#certainty[line] ?? 0) > most) {
        most = this.#certainty[line] ?? 0;
        surest = line;
      }
    }
    return surest;
  }

  #findBest(part: Part, line: number): void {
    const place = this.#placeOf(line);
    let best = { similarity: 0, line: 0 };
    let second = { similarity: 0, line: 0 };
    const first = Math.max(part.oldFrom, place - this.#reach);
    const last = Math.min(part.oldTo - 1, place + this.#reach);
    for (let old = first; old <= last; old += 1) {
      const similarity = this.#similarity(line, old);
      if (similarity > best.similarity) {
        second = best;
        best = { similarity, line: old };
      } else if (similarity > second.similarity) {
        second = { similarity, line: old };
      }
    }
    if (best.similarity === 0) {
      this.#certainty[line] = matchesNothing;
      this.#best[line] = -1;
      return;
    }
    // A second line that is as like lowers the certainty; a good match still comes before a poor one.
    this.#certainty[line] = best.similarity * 2 - second.similarity;
    this.#best[line] = best.line;
    this.#secondBest[line] = second.similarity === 0 ? part.oldFrom : second.line;
  }

  #similarity(line: number, old: number): number {
    const place = this.#placeOf(line);
    const slot = this.#slotOf(line, old, place);
    const known = this.#similarities[slot] ?? -1;
    if (known >= 0) return known;
    const recentPrint = this.#recent[line];
    const oldPrint = this.#old[old];
    const common = recentPrint && oldPrint ? commonPairs(recentPrint, oldPrint) : 0;
    const similarity = common * (distanceScale - Math.abs(old - place));
    this.#similarities[slot] = similarity;
    return similarity;
  }

  /** Takes a match for granted: its partner has less left to match, and lines that would cross it are looked at anew. */
  #settle(part: Part, line: number, partner: number): void {
    const oldPrint = this.#old[partner];
    const recentPrint = this.#recent[line];
    if (oldPrint && recentPrint) takeOut(oldPrint, recentPrint);
    const first = Math.max(part.from, line - this.#recentReach);
    const last = Math.min(part.to - 1, line + this.#recentReach);
    for (let other = first; other <= last; other += 1) {
      const place = this.#placeOf(other);
      if (Math.abs(partner - place) <= this.#reach) this.#similarities[this.#slotOf(other, partner, place)] = -1;
    }
    for (let other = first; other <= last; other += 1) {
      if (other === line || (this.#certainty[other] ?? 0) < 0) continue;
      const candidates = [this.#best[other] ?? 0, this.#secondBest[other] ?? 0];
      const crosses = candidates.some((old) => (other < line ? old >= partner : old <= partner));
      if (crosses) this.#certainty[other] = unknown;
    }
  }

  #slotOf(line: number, old: number, place: number): number {
    return line * (2 * this.#reach + 1) + (old - place + this.#reach);
  }

  /** The old line that stands, in proportion, where a new line does. */
  #placeOf(line: number): number {
    const { oldCount, newCount } = this.#change;
    return Math.floor(((line * 2 + 1) * oldCount) / (newCount * 2));
  }
}

function range<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
