import type { CommitSummary, HistoryEntry, HistoryPage } from '../../../shared/contract/git.ts';
import { WhenceError } from '../../../shared/errors.ts';
import type { HistoryQuery } from '../engine.ts';
import { fromBytes, toBytes } from '../objects/tree.ts';
import type { Pace } from '../pace.ts';
import { CommitQueue } from './commit-queue.ts';
import type { History } from './history.ts';
import { PathFinder } from './path-finder.ts';
import { RenameFinder } from './renames.ts';

export interface FollowOptions {
  readonly pace: Pace;
  readonly summary: (commit: string) => CommitSummary;
}

/**
 * Commits that changed a file, the newest first, as `git log --follow` lists them: merges left out, and from the commit
 * that made the file on, the file it was made from.
 */
export async function followFile(history: History, query: HistoryQuery, options: FollowOptions): Promise<HistoryPage> {
  let path = toBytes(query.path);
  let finder = new PathFinder(history, path);
  const renames = new RenameFinder(history);
  const entries: HistoryEntry[] = [];
  let met = 0;
  for await (const commit of walkCommits(history, query.commit, options.pace)) {
    const { tree, parents } = history.commitLinks(commit);
    if (parents.length > 1) continue;
    const after = finder.find(tree);
    const parentTree = parents[0] === undefined ? null : history.commitLinks(parents[0]).tree;
    const before = parentTree === null ? null : finder.find(parentTree);
    if (before?.id === after?.id && before?.mode === after?.mode) continue;
    if (entries.length === query.limit) return { entries, cursor: String(query.skip + query.limit) };
    const source =
      before === null && after !== null && parentTree !== null
        ? renames.findSource(parentTree, tree, { ...after, path })
        : null;
    met += 1;
    if (met > query.skip) {
      const change = source ? 'renamed' : before === null ? 'added' : after === null ? 'deleted' : 'modified';
      entries.push({
        ...options.summary(commit),
        path: fromBytes(path),
        change,
        oldPath: source ? fromBytes(source.path) : null,
      });
    }
    if (source) {
      path = source.path;
      finder = new PathFinder(history, path);
    }
  }
  if (met === 0) throw new WhenceError('GIT_FILE_NOT_TRACKED', `${query.path} has no history in this repository.`);
  return { entries, cursor: null };
}

/** Every commit reachable from `start`, newest commit date first. */
export async function* walkCommits(history: History, start: string, pace: Pace): AsyncGenerator<string> {
  const queue = new CommitQueue<string>();
  const seen = new Set([start]);
  queue.push(start, history.commitLinks(start).time);
  for (let commit = queue.pop(); commit !== undefined; commit = queue.pop()) {
    if (pace.due) await pace.rest();
    yield commit;
    for (const parent of history.commitLinks(commit).parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      queue.push(parent, history.commitLinks(parent).time);
    }
  }
}
