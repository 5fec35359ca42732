import type { IndexCounts, IndexState } from '../../shared/contract/repositories.ts';
import type { Manifest } from '../store/index.ts';

/** State of an index on which nothing runs, from what it says about itself. */
export function restingState(manifest: Manifest, counts: IndexCounts, hasModel: boolean): IndexState {
  const seen = counts.files + counts.skipped + counts.failed;
  if (manifest.readingFinished === null)
    return seen === 0 && manifest.readingTotal === null ? 'not-indexed' : 'interrupted';
  // Without a model there is nothing more to do: keywords are all there is.
  if (hasModel && (manifest.embeddingFinished === null || counts.pending > 0)) return 'interrupted';
  return 'up-to-date';
}
