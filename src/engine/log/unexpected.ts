import type { Log } from '../../shared/log.ts';
import { errorOutput, writeLine } from '../terminal.ts';
import { describeFailure } from './describe-failure.ts';

export interface UnexpectedOptions {
  readonly log: Log;
  /** What the host does about an exception that nobody caught: after one, nobody knows what state the process is in. */
  readonly onException: () => void;
  /** The same for a rejection that nobody handled; absent: the host goes on. */
  readonly onRejection?: () => void;
  readonly output?: Pick<NodeJS.WriteStream, 'write'>;
}

/**
 * Gives failures that nobody expected a path: the log (with where they come from), one line on stderr, then what the host does about
 * them. With this, Node no longer ends the process by itself, and Electron shows no dialog of its own.
 */
export function watchUnexpected(options: UnexpectedOptions, emitter: Pick<NodeJS.Process, 'on'> = process): void {
  const tell = (thrown: unknown): void => {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    try {
      writeLine(`whence: unexpected error: ${message} (whence log shows where)`, options.output ?? errorOutput);
    } catch {
      // A closed terminal (EIO) or pipe (EPIPE).
    }
  };
  emitter.on('uncaughtException', (error) => {
    options.log('error', 'unexpected.exception', describeFailure(error));
    tell(error);
    options.onException();
  });
  emitter.on('unhandledRejection', (reason) => {
    options.log('error', 'unexpected.rejection', describeFailure(reason));
    tell(reason);
    options.onRejection?.();
  });
}
