import { findInTree, folderMode, formatOf, submoduleMode, treeNeedle, type TreeEntry } from '../objects/tree.ts';
import type { History } from './history.ts';

/** What a path is in a tree. */
export interface FileEntry {
  readonly id: string;
  readonly mode: number;
}

/**
 * Finds one path in many root trees. Folders that did not change have the same id and are looked into once, so a walk
 * over the history reads one tree per commit and deeper ones only where something below them changed.
 */
export class PathFinder {
  readonly #history: History;
  readonly #names: readonly Buffer[];
  /** Per depth: entry of this path's next name by tree id. */
  readonly #known: readonly Map<string, TreeEntry | null>[];

  /** `path`: binary string, `/` between names. */
  constructor(history: History, path: string) {
    this.#history = history;
    this.#names = path.split('/').map(treeNeedle);
    const parts = path.split('/');
    const last = parts.length - 1;
    // What a folder is in each tree above it is the same question for every file below it.
    this.#known = parts.map((_, depth) =>
      depth === last ? new Map() : history.folderEntries(parts.slice(0, depth + 1).join('/')),
    );
  }

  /** The file or link at this path; null when there is none, or a folder or submodule. */
  find(rootTree: string): FileEntry | null {
    let tree = rootTree;
    const last = this.#names.length - 1;
    for (let depth = 0; depth <= last; depth += 1) {
      const entry = this.#entry(depth, tree);
      if (!entry) return null;
      const format = formatOf(entry.mode);
      if (depth === last) return format === folderMode || format === submoduleMode ? null : entry;
      if (format !== folderMode) return null;
      tree = entry.id;
    }
    return null;
  }

  #entry(depth: number, tree: string): TreeEntry | null {
    const known = this.#known[depth];
    const name = this.#names[depth];
    if (!known || !name) return null;
    const before = known.get(tree);
    if (before !== undefined) return before;
    const entry = findInTree(this.#history.objects.read(tree, 'tree'), name, this.#history.hashBytes);
    known.set(tree, entry);
    return entry;
  }
}
