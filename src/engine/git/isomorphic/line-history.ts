import type { HistoryEntry, HistoryPage } from '../../../shared/contract/git.ts';
import { WhenceError } from '../../../shared/errors.ts';
import type { LineHistoryQuery } from '../engine.ts';
import { type Change, compareLines } from '../line-diff/compare.ts';
import { LineTable } from '../line-diff/tokens.ts';
import { fromBytes, toBytes } from '../objects/tree.ts';
import { CommitQueue } from './commit-queue.ts';
import type { FollowOptions } from './file-history.ts';
import type { History } from './history.ts';
import { PathFinder } from './path-finder.ts';
import { type FoundFile, RenameFinder } from './renames.ts';

/** Lines `from` to `to` (0-based, exclusive) of a file at a commit. */
interface Tracked {
  readonly file: FoundFile;
  readonly from: number;
  readonly to: number;
}

/** Commits that changed lines, the newest first, as `git log -L`: the range moves and widens with the changes around it. */
export async function followLines(
  history: History,
  query: LineHistoryQuery,
  options: FollowOptions,
): Promise<HistoryPage> {
  const tracker = new LineTracker(history);
  const path = toBytes(query.path);
  const entry = new PathFinder(history, path).find(history.commitLinks(query.commit).tree);
  if (!entry) throw new WhenceError('GIT_FILE_NOT_TRACKED', `${query.path} is not part of that revision.`);
  const waiting = new Map<string, Tracked>();
  const queue = new CommitQueue<string>();
  const add = (commit: string, tracked: Tracked): void => {
    const before = waiting.get(commit);
    waiting.set(commit, before ? union(before, tracked) : tracked);
    if (!before) queue.push(commit, history.commitLinks(commit).time);
  };
  add(query.commit, { file: { ...entry, path }, from: query.firstLine - 1, to: query.lastLine });
  const entries: HistoryEntry[] = [];
  for (let commit = queue.pop(); commit !== undefined; commit = queue.pop()) {
    if (options.pace.due) await options.pace.rest();
    const tracked = waiting.get(commit);
    if (!tracked) continue;
    const step = tracker.step(commit, tracked);
    for (const next of step.parents) add(next.commit, next.tracked);
    if (!step.changed) continue;
    if (entries.length === query.limit) return { entries, cursor: null };
    entries.push({
      ...options.summary(commit),
      path: fromBytes(tracked.file.path),
      change: step.source === null ? 'added' : step.source === tracked.file.path ? 'modified' : 'renamed',
      oldPath: step.source !== null && step.source !== tracked.file.path ? fromBytes(step.source) : null,
    });
  }
  return { entries, cursor: null };
}

interface Step {
  readonly changed: boolean;
  /** Path in the first parent that has the file; null where the commit made it. */
  readonly source: string | null;
  readonly parents: readonly { commit: string; tracked: Tracked }[];
}

class LineTracker {
  readonly #history: History;
  readonly #renames: RenameFinder;

  constructor(history: History) {
    this.#history = history;
    this.#renames = new RenameFinder(history);
  }

  step(commit: string, tracked: Tracked): Step {
    const { parents, tree } = this.#history.commitLinks(commit);
    const steps: { commit: string; tracked: Tracked; changed: boolean }[] = [];
    for (const parent of parents) {
      const file = this.#fileIn(this.#history.commitLinks(parent).tree, tree, tracked.file);
      if (!file) continue;
      const moved = this.#move(file, tracked);
      // A merge that took these lines whole from one parent: only that parent's history matters.
      if (!moved.changed) {
        return { changed: false, source: file.path, parents: [{ commit: parent, tracked: moved.tracked }] };
      }
      steps.push({ commit: parent, ...moved });
    }
    // Where these lines were added there is nothing of them to follow any further.
    const followed = steps.filter(({ tracked: { from, to } }) => from < to);
    return { changed: true, source: steps[0]?.tracked.file.path ?? null, parents: followed };
  }

  #fileIn(parentTree: string, tree: string, file: FoundFile): FoundFile | null {
    const entry = new PathFinder(this.#history, file.path).find(parentTree);
    if (entry) return { ...entry, path: file.path };
    return this.#renames.find(parentTree, tree, file);
  }

  /** The same lines in an earlier version of the file. */
  #move(file: FoundFile, tracked: Tracked): { tracked: Tracked; changed: boolean } {
    if (file.id === tracked.file.id) return { tracked: { ...tracked, file }, changed: false };
    const table = new LineTable();
    const before = table.tokenize(this.#history.blob(file.id));
    const after = table.tokenize(this.#history.blob(tracked.file.id));
    return moveRange(compareLines(before, after), { ...tracked, file });
  }
}

/** Takes a range back over changes: those inside or at its edge widen it to all of the lines they replaced. */
function moveRange(changes: readonly Change[], tracked: Tracked): { tracked: Tracked; changed: boolean } {
  let changed = false;
  let from = tracked.from;
  let to = tracked.to;
  for (const change of changes) {
    const end = change.newStart + change.newCount;
    const shift = change.oldStart + change.oldCount - end;
    if (end <= tracked.from && !(change.newCount === 0 && change.newStart > tracked.from)) {
      from = tracked.from + shift;
      to = tracked.to + shift;
    } else if (change.newStart < tracked.to) {
      changed = true;
      if (change.newStart <= tracked.from) from = change.oldStart;
      to = end >= tracked.to ? change.oldStart + change.oldCount : tracked.to + shift;
    }
  }
  return { tracked: { file: tracked.file, from, to: Math.max(to, from) }, changed };
}

function union(a: Tracked, b: Tracked): Tracked {
  return { file: a.file, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}
