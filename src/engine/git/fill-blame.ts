import { appVersion } from '../app-version.ts';
import { isWhenceError } from '../../shared/errors.ts';
import { openWriter } from '../store/index.ts';
import { BlameKeeper } from './blame-keeper.ts';
import { workerPool } from './worker-pool.ts';

/**
 * Brings the blame store of an index up to date and waits for it: for commands that end with their answer. Does nothing
 * where another process writes the index, which does it by itself.
 */
export async function fillBlame(options: { readonly root: string; readonly indexFile: string }): Promise<void> {
  const { root, indexFile } = options;
  try {
    const writer = await openWriter(indexFile, { root, appVersion });
    const keeper = new BlameKeeper({ root, reader: () => writer, writer: () => writer });
    try {
      keeper.update();
      await keeper.settled();
    } finally {
      await keeper.close();
      writer.close();
      await workerPool.stop();
    }
  } catch (thrown) {
    if (!isWhenceError(thrown)) throw thrown;
  }
}
