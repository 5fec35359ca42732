import type { IndexingProgress } from '../shared/contract/indexing.ts';
import { createProgressView, silentView } from './progress-view.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './with-engine.ts';

interface RunOptions {
  readonly json?: boolean;
  readonly phase?: '1' | '2';
  readonly rebuild?: boolean;
  readonly retryFailed?: boolean;
}

/** Runs indexing until it is done, failed or paused; Ctrl-C pauses, a second one gives up at once. */
export async function runToEnd(session: Session, options: RunOptions = {}): Promise<IndexingProgress> {
  const { engine, repository, context } = session;
  const { repositoryId } = repository;
  const view = options.json ? silentView : createProgressView();
  const pause = (): void => {
    process.once('SIGINT', () => process.exit(exitCodes.interrupted));
    void engine.handlers['indexing.pause']({ repositoryId }, context);
  };
  try {
    return await new Promise<IndexingProgress>((resolve, reject) => {
      // Its end comes as an event; the answer to the start says only that it began.
      session.listen('indexing.progress', (progress) => {
        view.show(progress);
        if (isEnd(progress)) resolve(progress);
      });
      process.once('SIGINT', pause);
      process.once('SIGTERM', pause);
      Promise.resolve(
        engine.handlers['indexing.start'](
          {
            repositoryId,
            ...(options.phase ? { phase: options.phase === '1' ? 1 : 2 } : {}),
            ...(options.rebuild ? { rebuild: true } : {}),
            ...(options.retryFailed ? { retryFailed: true } : {}),
          },
          context,
        ),
      ).catch(reject);
    });
  } finally {
    process.removeListener('SIGINT', pause);
    process.removeListener('SIGTERM', pause);
    view.end();
  }
}

const isEnd = ({ state }: IndexingProgress): boolean =>
  state === 'done' || state === 'failed' || state === 'paused' || state === 'cancelled';
