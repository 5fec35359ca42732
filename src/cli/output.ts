// What commands print. Every text goes through `terminal.ts`, which makes it harmless: no command needs to think of that.
import { errorOutput, writeCodeLine, writeJson, writeLine } from '../engine/terminal.ts';
import { visibleText } from '../shared/visible-text.ts';

/** Writes one line to stdout. */
export const printLine = (text = ''): void => writeLine(text);

/** Writes one line of a file or a message to stdout, with its tabs. */
export const printCodeLine = (text: string): void => writeCodeLine(text);

/** Writes one JSON value as one line to stdout. */
export const printJson = (value: unknown): void => writeJson(value);

/** Writes one line to stderr, where messages go that are no result. */
export const printNote = (text: string): void => writeLine(text, errorOutput);

/** A text in a column of so many characters: cut or filled. */
export function column(text: string, width: number): string {
  const signs = Array.from(new Intl.Segmenter('en').segment(visibleText(text)), ({ segment }) => segment);
  return signs.slice(0, width).join('').padEnd(width);
}

export const thousands = (value: number): string => value.toLocaleString('en');

/** `counted(1, 'file')` is `1 file`, `counted(2000, 'file')` is `2,000 files`. */
export const counted = (count: number, one: string): string => `${thousands(count)} ${one}${count === 1 ? '' : 's'}`;

/** Bytes in the largest unit that keeps at least one whole digit: `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Milliseconds as `850 ms`, `12.3 s` or `4:05`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
