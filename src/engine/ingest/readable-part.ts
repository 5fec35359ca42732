import { notebookText } from './notebook.ts';

/** What of a file is read, with the same lines; `note` says in words what is not. */
export interface ReadablePart {
  readonly text: string;
  readonly note: string | null;
  /** The cells of a notebook, which may all stand on one line of the file. */
  readonly isCells?: true;
}

/** No person writes longer lines in code. */
export const longLine = 1000;
/** Code around long lines: from so many lines on, and so many times as many as long ones, it is a file with data in it, and not minified. */
const leastLines = 10;
const timesAsMany = 4;

const dataUri = /(\bdata:[\w.+-]+\/[\w.+-]+(?:;[\w=.+-]+)*;base64,)[A-Za-z0-9+/=\\\s]{0,4}[A-Za-z0-9+/=]{400,}/g;
const comment = /^\s*(?:\/\/|\/\*|\*|#|--|<!--)/;
/** Prose has its paragraphs on a line each. */
export const prose = /\.(?:md|mdx|markdown|txt|rst|adoc|asciidoc|org|tex|html?|po|csv|tsv)$/i;

/** The part of a file that people wrote: a notebook's cells, text without pictures in data URIs, code without the ends of lines of data. */
export function readablePart(path: string, text: string): ReadablePart {
  if (/\.ipynb$/i.test(path)) {
    const cells = notebookText(text);
    if (cells !== null)
      return { text: withoutUris(cells), note: 'the cells of a notebook, without outputs', isCells: true };
  }
  const plain = text.includes(';base64,') ? withoutUris(text) : text;
  const cut = prose.test(path) ? null : withoutDataLines(plain);
  if (cut !== null) return cut;
  return { text: plain, note: plain.length === text.length ? null : 'without pictures and fonts in data URIs' };
}

const withoutUris = (text: string): string => text.replaceAll(dataUri, '$1…');

/** Null where nothing is to cut, or where the file is long lines as a whole. */
function withoutDataLines(text: string): ReadablePart | null {
  if (!hasLongLine(text)) return null;
  const lines = text.split('\n');
  const long = lines.filter((line) => line.length > longLine && !line.includes('\r', 0));
  const code = lines.filter((line) => line.length <= longLine && line.trim() !== '' && !comment.test(line));
  const inLong = long.reduce((sum, line) => sum + line.length, 0);
  if (inLong * 2 <= text.length || code.length < leastLines || code.length < long.length * timesAsMany) return null;
  const kept = lines.map((line) =>
    line.length > longLine ? `${line.slice(0, longLine)}…${line.endsWith('\r') ? '\r' : ''}` : line,
  );
  const count = long.length === 1 ? 'one line' : `${long.length.toLocaleString('en')} lines`;
  return {
    text: kept.join('\n'),
    note: `without the ends of ${count} of over ${longLine.toLocaleString('en')} characters`,
  };
}

function hasLongLine(text: string): boolean {
  let start = 0;
  while (text.length - start > longLine) {
    const end = text.indexOf('\n', start);
    if (end < 0 || end - start > longLine) return true;
    start = end + 1;
  }
  return false;
}
