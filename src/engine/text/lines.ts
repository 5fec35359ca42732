/**
 * The one line model of Whence: lines end at LF, CRLF or CR and nothing else (form feeds and Unicode separators do not end
 * one), so that line numbers agree between chunks, search, preview and blame. A final line end starts no further line; an
 * empty text has no lines.
 */
export function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Character offset of the start of each line; a last entry holds the text's length. */
export function lineStarts(text: string): number[] {
  const starts: number[] = [];
  if (text === '') return [0];
  starts.push(0);
  if (text.includes('\r')) pushStartsWithReturns(text, starts);
  else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (at + 1 < text.length) starts.push(at + 1);
    }
  }
  starts.push(text.length);
  return starts;
}

function pushStartsWithReturns(text: string, starts: number[]): void {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if ((code === 10 || code === 13) && i + 1 < text.length) starts.push(i + 1);
  }
}

/** 1-based line that holds the character at `offset`, from the result of `lineStarts`; offsets past the end give the last line. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
