/**
 * The one line model of Whence: lines end at LF, CRLF or CR and nothing else (form feeds and Unicode separators do not end
 * one), so that line numbers agree between chunks, search, preview and blame. A final line end starts no further line; an
 * empty text has no lines.
 */
export function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Character offset of the start of each line; a last entry holds the text's length. */
export function lineStarts(text: string): number[] {
  const starts: number[] = [];
  if (text !== '') starts.push(0);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if ((code === 10 || code === 13) && i + 1 < text.length) starts.push(i + 1);
  }
  starts.push(text.length);
  return starts;
}
