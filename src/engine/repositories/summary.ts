import { existsSync } from 'node:fs';
import type { IndexingProgress } from '../../shared/contract/indexing.ts';
import type { GitState, RepositorySummary, RootKind } from '../../shared/contract/repositories.ts';
import { type ErrorShape, toErrorShape } from '../../shared/errors.ts';
import { bytesOnDisk, type LockHolder, openReader, writerOf } from '../store/index.ts';
import { type IndexFacts, indexStateOf, noCounts } from './index-state.ts';

/** What a summary is told from. */
export interface SummaryFacts {
  readonly repositoryId: string;
  readonly root: string;
  readonly name: string;
  readonly kind: RootKind;
  readonly git: { readonly state: GitState; readonly branch: string | null };
  readonly lastOpened: number;
  readonly index: IndexFacts | null;
  /** Size of the index file, known also where it can't be read. */
  readonly bytes: number;
  readonly writer: LockHolder | null;
  readonly progress: IndexingProgress | null;
  /** Why the index can't be used; null when it can. */
  readonly failure: ErrorShape | null;
  readonly hasModel: boolean;
  readonly notices: readonly string[];
}

export function summarize(facts: SummaryFacts): RepositorySummary {
  const error = facts.failure ?? facts.progress?.error ?? null;
  return {
    repositoryId: facts.repositoryId,
    root: facts.root,
    name: facts.name,
    kind: facts.kind,
    git: facts.git.state,
    branch: facts.git.branch,
    state: indexStateOf({
      rootExists: existsSync(facts.root),
      index: facts.index,
      writtenByOther: facts.writer !== null,
      progress: facts.progress,
      failure: facts.failure,
      hasModel: facts.hasModel,
    }),
    counts: facts.index?.counts ?? (facts.failure === null ? noCounts : null),
    indexBytes: facts.index?.bytes ?? facts.bytes,
    lastOpened: facts.lastOpened,
    lastIndexed: lastIndexed(facts.index),
    writer: facts.writer,
    error,
    notices: facts.notices,
  };
}

const lastIndexed = (index: IndexFacts | null): number | null =>
  index?.manifest.embeddingFinished?.at ?? index?.manifest.readingFinished?.at ?? null;

/** What can be told of an index that is not open, without becoming its writer. */
export function factsAtRest(indexFile: string): Pick<SummaryFacts, 'index' | 'bytes' | 'writer' | 'failure'> {
  const bytes = bytesOnDisk(indexFile);
  if (!existsSync(indexFile)) return { index: null, bytes, writer: null, failure: null };
  try {
    const reader = openReader(indexFile);
    try {
      const index = { manifest: reader.manifest(), counts: reader.counts(), bytes: reader.bytesOnDisk() };
      return { index, bytes, writer: writerOf(indexFile), failure: null };
    } finally {
      reader.close();
    }
  } catch (thrown) {
    const failure = toErrorShape(thrown);
    // One that was only just begun is filled when the root is opened.
    return { index: null, bytes, writer: null, failure: failure.code === 'INDEX_MISSING' ? null : failure };
  }
}
