import { createHash } from 'node:crypto';
import type { Blame } from '../../shared/contract/git.ts';
import { isWhenceError } from '../../shared/errors.ts';
import type { BlameReader } from '../store/blame-reader.ts';
import type { LocatedFile } from './repository-session.ts';
import { readHead, usesReftable } from './repository/refs.ts';
import { blameStamp } from './stamp.ts';
import { readWorkingBytes } from './working-tree.ts';
import type { Job } from './worker-protocol.ts';

/**
 * The blame of a file of the working tree as the index has it, when it was made for this very text at this very commit.
 * Null when it has to be computed: nothing stored, another question, or a certain engine was asked for.
 */
export async function storedBlame(job: Job<'blame'>, file: LocatedFile): Promise<Blame | null> {
  const start = performance.now();
  const { request, indexFile } = job;
  const asksForMore = request.revision !== undefined || request.ignoreWhitespace === true;
  if (indexFile === null || asksForMore || (request.engine ?? job.engine) !== 'auto') return null;
  const { repository } = file.session;
  const bytes = readWorkingBytes(repository, file.path);
  if (bytes === null) return null;
  if (usesReftable(repository)) return null;
  const { commit: head } = await readHead(repository);
  const contentHash = createHash('sha256').update(bytes).digest().subarray(0, 16);
  const lines = await readStored(indexFile, { path: request.path, contentHash, head, stamp: blameStamp(repository) });
  if (lines === null) return null;
  // Asked for what is not there: whoever reads the file says so.
  if (request.firstLine !== undefined && request.firstLine > lines.length) return null;
  const { firstLine = 1, lastLine = Number.POSITIVE_INFINITY } = request;
  return {
    path: request.path,
    revision: null,
    engine: 'isomorphic',
    lines: lines.filter(({ line }) => line >= firstLine && line <= lastLine),
    complete: true,
    tookMs: performance.now() - start,
  };
}

async function readStored(
  indexFile: string,
  key: Parameters<BlameReader['fileLines']>[0],
): Promise<ReturnType<BlameReader['fileLines']>> {
  // SQLite is loaded by those workers only that have an index to look into.
  const { openReader } = await import('../store/index.ts');
  try {
    const reader = openReader(indexFile);
    try {
      return reader.blame().fileLines(key);
    } finally {
      reader.close();
    }
  } catch (thrown) {
    // An index that cannot be read is told of where it is opened; blame does without it.
    if (isWhenceError(thrown)) return null;
    throw thrown;
  }
}
