import type { Skip } from './name-gate.ts';
import { findSecret } from './secret-content.ts';

/** Lines of a file's head that are looked at for marks of a generator. */
const headLines = 15;
const generatedMark =
  /@generated\b|\bdo not (?:edit|modify)\b.{0,80}\bgenerat|\bgenerated\b.{0,80}\bdo not (?:edit|modify)\b|<auto-?generated/i;
const commentStart = /^\s*(?:\/\/|\/\*|\*|#|--|;|%|<!--|"""|'''|\(\*|\{-)/;

/** Prose is written with a paragraph on a line. */
const prose = /\.(?:md|mdx|markdown|txt|rst|adoc|asciidoc|org|tex|html?|po|csv|tsv)$/i;
const longLine = 1000;
/** No person writes a line of this length, in prose either. */
const endlessLine = 50_000;
/** Below this size even one long line costs nothing. */
const harmlessLength = 4096;

/**
 * Why a text is left out before any parser sees it; null when it is read. Deterministic: only the text and its name count.
 * Minified is where most characters stand in lines of over 1,000 (prose: any line of over 50,000).
 */
export function skipByText(path: string, text: string): Skip | null {
  const secret = findSecret(text);
  if (secret !== null) return { reason: 'secret', detail: `line ${secret.line} holds ${secret.what}` };
  const mark = generatedBy(text);
  if (mark !== null) return { reason: 'generated', detail: mark };
  if (text.length < harmlessLength) return null;
  const { longest, inLongLines } = measureLines(text);
  const minified = prose.test(path) ? longest > endlessLine : inLongLines * 2 > text.length;
  if (!minified) return null;
  return { reason: 'minified', detail: `its longest line has ${longest.toLocaleString('en')} characters` };
}

/** The line that says that a program wrote the file; null without one. Only comments count. */
function generatedBy(text: string): string | null {
  const head = text.slice(0, 3000).split(/\r\n|\n|\r/, headLines);
  const line = head.find((candidate) => commentStart.test(candidate) && generatedMark.test(candidate));
  return line === undefined ? null : line.trim().slice(0, 120);
}

function measureLines(text: string): { longest: number; inLongLines: number } {
  let longest = 0;
  let inLongLines = 0;
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const length = end - start;
    // Old Macs end lines with CR alone: such a text is one run without LF.
    const measured = length > longLine ? longestPart(text.slice(start, end)) : length;
    if (measured > longest) longest = measured;
    if (measured > longLine) inLongLines += length;
    start = end + 1;
  }
  return { longest, inLongLines };
}

const longestPart = (line: string): number => line.split('\r').reduce((most, part) => Math.max(most, part.length), 0);
