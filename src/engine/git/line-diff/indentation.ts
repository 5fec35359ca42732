import type { Side } from './compare.ts';

/*
 * Where a change can slide, git puts its edges where a reader would: before a block's first line, after blank lines, at
 * the least indentation. The weights were fitted by Michael Haggerty to 6,600 sliders marked by hand
 * (github.com/mhagger/diff-slider-tools); agreeing with git needs the same ones.
 */
const startOfFilePenalty = 1;
const endOfFilePenalty = 21;
const blankWeight = -30;
const blankBelowWeight = 6;
const indentPenalty = -4;
const indentAfterBlankPenalty = 10;
const outdentPenalty = 24;
const outdentAfterBlankPenalty = 17;
const dedentPenalty = 23;
const dedentAfterBlankPenalty = 17;
const indentationWeight = 60;
/** Sliding further than this is not looked at. */
const slidingAtMost = 100;
const columnsAtMost = 200;
const blanksAtMost = 20;
const blank = -1;

/** The end, among those a change of `size` lines can slide to, whose two edges look best; the lowest of equals. */
export function bestEnd(side: Side, slide: { size: number; highestEnd: number; lowestEnd: number }): number {
  const { size, highestEnd, lowestEnd } = slide;
  let best: { end: number; score: Score } | null = null;
  for (let end = Math.max(highestEnd, lowestEnd - size - 1, lowestEnd - slidingAtMost); end <= lowestEnd; end += 1) {
    const score = addScores(scoreEdge(side, end), scoreEdge(side, end - size));
    if (!best || isNoWorse(score, best.score)) best = { end, score };
  }
  return best?.end ?? lowestEnd;
}

interface Score {
  readonly indentation: number;
  readonly penalty: number;
}

const addScores = (a: Score, b: Score): Score => ({
  indentation: a.indentation + b.indentation,
  penalty: a.penalty + b.penalty,
});

function isNoWorse(score: Score, than: Score): boolean {
  return indentationWeight * Math.sign(score.indentation - than.indentation) + (score.penalty - than.penalty) <= 0;
}

/** How bad an edge between `line - 1` and `line` would look. */
function scoreEdge(side: Side, line: number): Score {
  const own = line >= side.count ? blank : indentationOf(side, line);
  const above = firstIndentation(side, line - 1, -1);
  const below = firstIndentation(side, line + 1, 1);
  let penalty = 0;
  if (above.indentation === blank && above.blanks === 0) penalty += startOfFilePenalty;
  if (line >= side.count) penalty += endOfFilePenalty;
  const blanksBelow = own === blank ? 1 + below.blanks : 0;
  const blanks = above.blanks + blanksBelow;
  penalty += blankWeight * blanks + blankBelowWeight * blanksBelow;
  const indentation = own === blank ? below.indentation : own;
  if (indentation !== blank && above.indentation !== blank) {
    penalty += relativePenalty(indentation, {
      above: above.indentation,
      below: below.indentation,
      nearBlank: blanks > 0,
    });
  }
  return { indentation, penalty };
}

function relativePenalty(indentation: number, near: { above: number; below: number; nearBlank: boolean }): number {
  if (indentation > near.above) return near.nearBlank ? indentAfterBlankPenalty : indentPenalty;
  if (indentation === near.above) return 0;
  if (near.below !== blank && near.below > indentation) {
    return near.nearBlank ? outdentAfterBlankPenalty : outdentPenalty;
  }
  return near.nearBlank ? dedentAfterBlankPenalty : dedentPenalty;
}

/** The first line that is not blank in this direction, and how many blank ones come before it. */
function firstIndentation(side: Side, from: number, step: 1 | -1): { indentation: number; blanks: number } {
  let blanks = 0;
  for (let line = from; line >= 0 && line < side.count; line += step) {
    const indentation = indentationOf(side, line);
    if (indentation !== blank) return { indentation, blanks };
    blanks += 1;
    if (blanks === blanksAtMost) return { indentation: 0, blanks };
  }
  return { indentation: blank, blanks };
}

/** Columns before the first visible character, with tabs at every eighth; -1 for a blank line. */
function indentationOf(side: Side, line: number): number {
  const { bytes, starts } = side.text;
  let columns = 0;
  for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 32) columns += 1;
    else if (byte === 9) columns += 8 - (columns % 8);
    else if (byte !== 10 && byte !== 13) return columns;
    if (columns >= columnsAtMost) return columnsAtMost;
  }
  return blank;
}
