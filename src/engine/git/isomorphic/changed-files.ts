import type { CommitFile } from '../../../shared/contract/git.ts';
import { isWhenceError, WhenceError } from '../../../shared/errors.ts';
import { countChanges, isBinary } from '../file-diff.ts';
import { folderMode, formatOf, fromBytes, submoduleMode, type TreeEntry } from '../objects/tree.ts';
import type { Pace } from '../pace.ts';
import type { History } from './history.ts';
import { entriesAtMost, treeDepthAtMost } from './tree-limits.ts';
import { type FoundFile, RenameFinder } from './renames.ts';

/** One path that differs between two trees; null on the side where it is not there. */
export interface PathChange {
  /** Binary string. */
  readonly path: string;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
}

const tooManyEntries = (): WhenceError =>
  new WhenceError(
    'GIT_OVER_LIMIT',
    `A commit changes more than ${entriesAtMost.toLocaleString('en')} files: too many to look through.`,
  );

/** All files that differ between two trees, in git's order; folders are looked into only where their id differs. */
export function* changedPaths(
  history: History,
  trees: { readonly before: string | null; readonly after: string | null },
  folder = { path: '', depth: 0, budget: { left: entriesAtMost } },
): Generator<PathChange> {
  const { before, after } = trees;
  if (before === after) return;
  if (folder.depth > treeDepthAtMost) {
    throw new WhenceError('GIT_FAILED', 'Folders of a commit lie too deep in each other. "git fsck" tells more.');
  }
  const old = before === null ? [] : history.tree(before);
  const recent = after === null ? [] : history.tree(after);
  let at = 0;
  let other = 0;
  while (at < old.length || other < recent.length) {
    const left = old[at];
    const right = recent[other];
    const order = left && right ? compareKeys(left, right) : left ? -1 : 1;
    if (order <= 0) at += 1;
    if (order >= 0) other += 1;
    folder.budget.left -= 1;
    if (folder.budget.left < 0) throw tooManyEntries();
    if (order === 0 && left && right && left.id === right.id && left.mode === right.mode) continue;
    const entry = { before: order <= 0 ? (left ?? null) : null, after: order >= 0 ? (right ?? null) : null };
    const path = folder.path + (entry.before ?? entry.after)?.name;
    const isFolder = formatOf((entry.before ?? entry.after)?.mode ?? 0) === folderMode;
    if (!isFolder) yield { path, ...entry };
    else {
      const inside = { before: entry.before?.id ?? null, after: entry.after?.id ?? null };
      yield* changedPaths(history, inside, { ...folder, path: `${path}/`, depth: folder.depth + 1 });
    }
  }
}

function compareKeys(a: TreeEntry, b: TreeEntry): number {
  if (a.name === b.name && formatOf(a.mode) === formatOf(b.mode)) return 0;
  const left = keyOf(a);
  const right = keyOf(b);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Folders sort as if their name ended in `/`. */
const keyOf = (entry: TreeEntry): string => (formatOf(entry.mode) === folderMode ? `${entry.name}/` : entry.name);

/** What changed between two trees, with renames, counted in lines. */
export async function describeChanges(
  history: History,
  trees: { before: string | null; after: string },
  options: { pace: Pace; limit: number },
): Promise<{ files: CommitFile[]; truncated: boolean }> {
  const all = [...changedPaths(history, trees)];
  const pairs = pairRenames(history, all);
  const files: CommitFile[] = [];
  for (const pair of pairs.slice(0, options.limit)) {
    if (options.pace.due) await options.pace.rest();
    files.push(describePair(history, pair));
  }
  return { files, truncated: pairs.length > options.limit };
}

interface Pair {
  readonly path: string;
  readonly oldPath: string | null;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
}

/** Added files that are similar to a deleted one become renames; each deleted file serves once. */
function pairRenames(history: History, changes: readonly PathChange[]): Pair[] {
  const finder = new RenameFinder(history);
  const gone: FoundFile[] = [];
  const added: FoundFile[] = [];
  const entries = new Map<string, TreeEntry>();
  for (const { path, before, after } of changes) {
    if (before && !after && formatOf(before.mode) !== submoduleMode) {
      gone.push({ path, id: before.id, mode: before.mode });
      entries.set(path, before);
    }
    if (after && !before && formatOf(after.mode) !== submoduleMode)
      added.push({ path, id: after.id, mode: after.mode });
  }
  const sources = finder.match(added, gone);
  const used = new Set([...sources.values()].map((source) => source.path));
  return changes.flatMap(({ path, before, after }): Pair[] => {
    const source = before === null ? sources.get(path) : undefined;
    if (source) return [{ path, oldPath: source.path, before: entries.get(source.path) ?? null, after }];
    return after === null && used.has(path) ? [] : [{ path, oldPath: null, before, after }];
  });
}

function describePair(history: History, pair: Pair): CommitFile {
  const change =
    pair.oldPath !== null ? 'renamed' : pair.before === null ? 'added' : pair.after === null ? 'deleted' : 'modified';
  const before = textOf(history, pair.before);
  const after = textOf(history, pair.after);
  const binary = before === null || after === null;
  const counts = binary ? { added: 0, removed: 0 } : countChanges(before, after);
  const oldPath = pair.oldPath === null ? null : fromBytes(pair.oldPath);
  return { path: fromBytes(pair.path), oldPath, change, ...counts, binary };
}

/** Null for what is not compared as text: binary, or too large. */
function textOf(history: History, entry: TreeEntry | null): Buffer | null {
  try {
    const content = contentOf(history, entry);
    return isBinary(content) ? null : content;
  } catch (thrown) {
    if (isWhenceError(thrown, 'FILE_TOO_LARGE')) return null;
    throw thrown;
  }
}

/** What git compares: a file's content, a link's target, a submodule's commit in words. */
export function contentOf(history: History, entry: { readonly id: string; readonly mode: number } | null): Buffer {
  if (entry === null) return Buffer.alloc(0);
  if (formatOf(entry.mode) === submoduleMode) return Buffer.from(`Subproject commit ${entry.id}\n`);
  return history.blob(entry.id);
}
