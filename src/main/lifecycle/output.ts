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

/**
 * Electron shows a dialog of its own for every exception that nobody caught, unless somebody listens. They are bugs, and are told
 * where bugs are told; the window and the index go on.
 */
export function logUnexpected(emitter: Pick<NodeJS.Process, 'on'> = process): void {
  emitter.on('uncaughtException', (error) => log(`unexpected error: ${describe(error)}`));
  emitter.on('unhandledRejection', (reason) => log(`unexpected error: ${describe(reason)}`));
}
