import type { Change } from '../line-diff/compare.ts';

/** Lines `final` … of the blamed text are lines `origin` … of some version of it. 0-based. */
export interface Span {
  readonly final: number;
  readonly origin: number;
  readonly count: number;
}

/**
 * Splits spans of a version at the changes from its parent: lines inside a change stay, the others go to the parent with
 * the parent's line numbers. Spans and changes are in the order of the version's lines.
 */
export function divide(spans: readonly Span[], changes: readonly Change[]): { stay: Span[]; go: Span[] } {
  const stay: Span[] = [];
  const go: Span[] = [];
  let next = 0;
  for (const span of spans) {
    let at = span.origin;
    const end = span.origin + span.count;
    while (next > 0 && endOf(changes[next - 1]) > at) next -= 1;
    while (next < changes.length && endOf(changes[next]) <= at) next += 1;
    while (at < end) {
      const change = changes[next];
      const inside = change !== undefined && change.newStart <= at;
      const until = Math.min(end, change === undefined ? end : inside ? endOf(change) : change.newStart);
      const piece = { final: span.final + (at - span.origin), origin: at, count: until - at };
      if (inside) {
        stay.push(piece);
      } else {
        go.push({ ...piece, origin: at + shiftBefore(changes, next) });
      }
      at = until;
      while (next < changes.length && endOf(changes[next]) <= at) next += 1;
    }
  }
  return { stay, go };
}

const endOf = (change: Change | undefined): number => (change ? change.newStart + change.newCount : 0);

/** What to add to a line above change `next` to get the parent's line. */
function shiftBefore(changes: readonly Change[], next: number): number {
  const before = changes[next - 1];
  return before ? before.oldStart + before.oldCount - (before.newStart + before.newCount) : 0;
}

/** As `divide`, but lines inside a change go to the parent's line that they are most like, where there is one. */
export function divideLikely(
  spans: readonly Span[],
  changes: readonly Change[],
  matcher: { match(change: Change): Int32Array },
): { stay: Span[]; go: Span[] } {
  const { stay: inside, go } = divide(spans, changes);
  const stay: Span[] = [];
  const matches = new Map<Change, Int32Array>();
  for (const span of inside) {
    const change = changes.find((each) => each.newStart <= span.origin && span.origin < endOf(each));
    if (!change) continue;
    const matched = matches.get(change) ?? matcher.match(change);
    matches.set(change, matched);
    for (let offset = 0; offset < span.count; offset += 1) {
      const origin = span.origin + offset;
      const old = matched[origin - change.newStart] ?? -1;
      const piece = { final: span.final + offset, origin, count: 1 };
      if (old >= 0) go.push({ ...piece, origin: old });
      else stay.push(piece);
    }
  }
  return { stay: mergeSpans(stay, []), go };
}

/** Both lists in the order of the version's lines; neighbours that continue each other become one. */
export function mergeSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const all = a.length === 0 ? [...b] : b.length === 0 ? [...a] : [...a, ...b];
  all.sort((left, right) => left.origin - right.origin || left.final - right.final);
  const merged: Span[] = [];
  for (const span of all) {
    const last = merged.at(-1);
    if (last && last.origin + last.count === span.origin && last.final + last.count === span.final) {
      merged[merged.length - 1] = { ...last, count: last.count + span.count };
    } else {
      merged.push(span);
    }
  }
  return merged;
}
