import { errorOutput, writeText } from '../../engine/terminal.ts';

/** Writes a line to the error output. That may be a terminal that is gone: what can't be said is not said, and nothing fails. */
export function log(text: string, output: Pick<NodeJS.WriteStream, 'write'> = errorOutput): void {
  try {
    writeText(`whence: ${text}\n`, output);
  } catch {
    // EIO of a closed terminal, EPIPE of a closed pipe.
  }
}

/** An error with where it comes from, for the log. */
export const describe = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
