/** Writes one line to stdout. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Writes one JSON value as one line to stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Writes one line to stderr, where messages go that are no result. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
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

/** Text from a repository, with the control characters that could steer a terminal shown as `?`. */
export const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what must not reach the terminal
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');
