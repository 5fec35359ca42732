import type { IndexingProgress } from '../../shared/contract/indexing.ts';
import type { IndexCounts, IndexState } from '../../shared/contract/repositories.ts';
import type { ErrorShape } from '../../shared/errors.ts';
import { restingState } from '../indexing/index.ts';
import type { Manifest } from '../store/index.ts';

export const noCounts: IndexCounts = {
  files: 0,
  skipped: 0,
  failed: 0,
  chunks: 0,
  embedded: 0,
  pending: 0,
  vectors: 0,
  borrowed: 0,
};

/** What an index holds, told by itself. */
export interface IndexFacts {
  readonly manifest: Manifest;
  readonly counts: IndexCounts;
  readonly bytes: number;
}

/** What the state of a root is told from. */
export interface StateFacts {
  readonly rootExists: boolean;
  readonly index: IndexFacts | null;
  /** Another process writes this index. */
  readonly writtenByOther: boolean;
  readonly progress: IndexingProgress | null;
  /** Why the index can't be used; null when it can. */
  readonly failure: ErrorShape | null;
  readonly hasModel: boolean;
}

/** Whether nothing is left to do, as far as the index knows. */
export const isUpToDate = (index: IndexFacts | null, hasModel: boolean): boolean =>
  index !== null && restingState(index.manifest, index.counts, hasModel) === 'up-to-date';

/** The one state of a root, the most pressing first. */
export function indexStateOf(facts: StateFacts): IndexState {
  if (!facts.rootExists) return 'missing-root';
  if (facts.failure?.code === 'INDEX_MISMATCH') return 'outdated';
  if (facts.failure !== null) return 'unreadable';
  if (facts.writtenByOther) return 'read-only';
  const running = runningState(facts.progress);
  if (running !== null) return running;
  if (facts.index === null) return 'not-indexed';
  return restingState(facts.index.manifest, facts.index.counts, facts.hasModel);
}

function runningState(progress: IndexingProgress | null): IndexState | null {
  switch (progress?.state) {
    case 'reading':
    case 'embedding':
    case 'paused':
    case 'failed':
      return progress.state;
    case 'finishing':
      return 'embedding';
    case 'done':
    case 'cancelled':
    case undefined:
    default:
      return null;
  }
}
