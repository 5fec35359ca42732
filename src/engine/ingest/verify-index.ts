import type { VerifyReport } from '../../shared/contract/indexing.ts';
import type { IndexWriter } from '../store/index.ts';
import { withWorkers } from './shared-pool.ts';

/**
 * The full check of an index, in a worker thread; with `repair` what can be mended is mended here, and phases 1 and 2 have to
 * run afterwards. A finding that was not repaired then needs a new index: `setAside`, and start over.
 */
export async function verifyIndex(writer: IndexWriter, options: { repair: boolean }): Promise<VerifyReport> {
  return withWorkers((pool) => writer.verify({ repair: options.repair, find: () => pool.verify(writer.file) }));
}
