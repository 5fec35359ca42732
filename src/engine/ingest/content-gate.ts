import type { Skip } from './name-gate.ts';
import { generatedLine } from '../text/generated-mark.ts';
import { longLine, prose } from './readable-part.ts';
import { findSecret } from './secret-content.ts';

/** No person writes a line of this length, in prose either. */
const endlessLine = 50_000;
/** Below this size even one long line costs nothing. */
const harmlessLength = 4096;

/**
 * Why a text is left out before any parser sees it; null when it is read. Deterministic: only the text and its name count.
 * `text` is what of it is read (readable-part.ts). Minified is where most characters stand in lines of over 1,000 (prose: any line of over 50,000).
 */
export function skipByText(path: string, { text, isCells = false }: { text: string; isCells?: boolean }): Skip | null {
  const secret = findSecret(text);
  if (secret !== null) return { reason: 'secret', detail: `line ${secret.line} holds ${secret.what}` };
  const mark = generatedLine(path, text);
  if (mark !== null) return { reason: 'generated', detail: mark };
  if (text.length < harmlessLength) return null;
  const { longest, inLongLines } = measureLines(text);
  const minified = isCells || prose.test(path) ? longest > endlessLine : inLongLines * 2 > text.length;
  if (!minified) return null;
  return { reason: 'minified', detail: `its longest line has ${longest.toLocaleString('en')} characters` };
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
