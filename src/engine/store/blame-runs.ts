/**
 * A run of neighbouring lines that come from neighbouring lines of one commit. Lines are in Whence's line model, 1-based,
 * and runs follow one another from line 1, so a run's first line is where the one before it ended.
 */
export interface BlameRun {
  readonly count: number;
  /** Id in `blame_commits`; 0 for lines that no commit has. */
  readonly commit: number;
  /** Line of the first in the commit's file, as git counts. */
  readonly originalLine: number;
  /** Id in `blame_paths`; 0 for the file's own path. */
  readonly path: number;
}

/** Four numbers per run, seven bits to a byte, lowest first, the high bit set on all but the last. */
export function encodeRuns(runs: readonly BlameRun[]): Buffer {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  };
  for (const run of runs) {
    write(run.count);
    write(run.commit);
    write(run.originalLine);
    write(run.path);
  }
  return Buffer.from(bytes);
}

/** Calls `visit` for each run with its first line. */
export function eachRun(encoded: Uint8Array, visit: (run: BlameRun, firstLine: number) => void): void {
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = encoded[at] ?? 0;
      at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  let line = 1;
  while (at < encoded.length) {
    const run = { count: read(), commit: read(), originalLine: read(), path: read() };
    visit(run, line);
    line += run.count;
  }
}
