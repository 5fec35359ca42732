import { classHighlighter, highlightTree } from '@lezer/highlight';
import type { LanguageSupport } from '@codemirror/language';

/** A stretch of one line: characters `start` to `end` (exclusive) with the class that colours it, or marked, or both. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly style: string;
  readonly marked: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Longer texts are shown plain: colours are not worth a stutter. */
const longest = 20_000;

/** A text that starts inside of a block comment, as the lines of one do in most languages. */
const startsInComment = /^\s*\*(?:\s|\/|$)/;
const opening = '/*\n';

/** Parses the text as code and gives the styled ranges of each line, in order. */
export function styleLines(
  text: string,
  language: LanguageSupport | null,
): readonly (readonly (Range & { style: string })[])[] {
  const lines = text.split('\n');
  const styled: (Range & { style: string })[][] = lines.map(() => []);
  if (language === null || text.length > longest) return styled;
  const inComment = startsInComment.test(text) && language.language.name !== 'markdown';
  const shift = inComment ? opening.length : 0;
  const code = inComment ? opening + text : text;
  let line = 0;
  let lineStart = 0;
  highlightTree(language.language.parser.parse(code), classHighlighter, (shiftedFrom, shiftedTo, style) => {
    const from = Math.max(0, shiftedFrom - shift);
    const to = shiftedTo - shift;
    if (to <= 0) return;
    while (lineStart + (lines[line]?.length ?? 0) < from) lineStart += (lines[line++]?.length ?? 0) + 1;
    let at = line;
    let start = lineStart;
    while (at < lines.length && start < to) {
      const end = start + (lines[at]?.length ?? 0);
      styled[at]?.push({ start: Math.max(from, start) - start, end: Math.min(to, end) - start, style });
      start = end + 1;
      at++;
    }
  });
  return styled;
}

/** Cuts a line at every border of a style or a mark. */
export function spansOf(
  length: number,
  styles: readonly (Range & { style: string })[],
  marks: readonly Range[],
): readonly Span[] {
  const borders = new Set([0, length]);
  for (const { start, end } of [...styles, ...marks]) {
    borders.add(Math.min(length, Math.max(0, start)));
    borders.add(Math.min(length, Math.max(0, end)));
  }
  const cuts = [...borders].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? length;
    return {
      start,
      end,
      style: styles.find((each) => each.start <= start && end <= each.end)?.style ?? '',
      marked: marks.some((each) => each.start <= start && end <= each.end),
    };
  });
}
