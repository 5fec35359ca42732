import { isWhenceError } from '../../../shared/errors.ts';
import { fromBytes } from '../objects/tree.ts';
import type { Pace } from '../pace.ts';
import { changedPaths } from './changed-files.ts';
import { CommitQueue } from './commit-queue.ts';
import type { History } from './history.ts';

/** Past this many commits it is simpler to begin anew. */
const commitsAtMost = 5000;

const fromOne = 1;
const fromOther = 2;
const both = 3;

/**
 * Paths that some commit changed which is behind only one of two commits. Blame of any other path is the same at both: a
 * branch that moved on, was rebased, or was switched costs only what differs. Null when that is too much to look at.
 */
export async function changedBetween(
  history: History,
  ends: { readonly from: string; readonly to: string },
  pace: Pace,
): Promise<string[] | null> {
  if (history.objects.find(ends.from)?.type !== 'commit') return null;
  const marks = new Map<string, number>();
  const queue = new CommitQueue<string>();
  const queued = new Set<string>();
  /** Queued commits that are, as far as is known, behind one end only. */
  let open = 0;
  const mark = (commit: string, flags: number): void => {
    const before = marks.get(commit) ?? 0;
    const now = before | flags;
    if (now === before) return;
    marks.set(commit, now);
    if (queued.has(commit)) {
      if (now === both) open -= 1;
      return;
    }
    queued.add(commit);
    queue.push(commit, history.commitLinks(commit).time);
    if (now !== both) open += 1;
  };
  mark(ends.from, fromOne);
  mark(ends.to, fromOther);
  const seen = new Set<string>();
  while (open > 0) {
    const commit = queue.pop();
    if (commit === undefined) break;
    if (pace.due) await pace.rest();
    queued.delete(commit);
    const flags = marks.get(commit) ?? 0;
    if (flags !== both) {
      open -= 1;
      seen.add(commit);
      if (seen.size > commitsAtMost) return null;
    }
    for (const parent of history.commitLinks(commit).parents) mark(parent, flags);
  }
  const paths = new Set<string>();
  for (const commit of seen) {
    // Clocks that run backwards can reveal later that a commit is behind both.
    if (marks.get(commit) === both) continue;
    if (pace.due) await pace.rest();
    const { tree, parents } = history.commitLinks(commit);
    const befores = parents.length === 0 ? [null] : parents.map((parent) => history.commitLinks(parent).tree);
    try {
      for (const before of befores) {
        for (const { path } of changedPaths(history, { before, after: tree })) paths.add(fromBytes(path));
      }
    } catch (thrown) {
      if (isWhenceError(thrown, 'GIT_OVER_LIMIT')) return null;
      throw thrown;
    }
  }
  return [...paths];
}
