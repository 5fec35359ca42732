import { ByteCache } from '../objects/byte-cache.ts';
import { folderMode, formatOf, isFile, submoduleMode, type TreeEntry } from '../objects/tree.ts';
import type { History } from './history.ts';
import type { FileEntry } from './path-finder.ts';
import { entriesAtMost, treeDepthAtMost } from './tree-limits.ts';
import { couldReach, type Fingerprint, fingerprint, similarity } from './similarity.ts';

export interface FoundFile extends FileEntry {
  /** Binary string. */
  readonly path: string;
}

/** git's defaults: half the content, or three quarters for the only file of the same name. */
const leastSimilarity = 0.5;
const leastForSameName = 0.75;
/** Entries of a fingerprint take about this many bytes. */
const pieceBytes = 40;
const fingerprintCacheBytes = 24 * 1024 * 1024;
/** git's default rename limit, 1,000 on either side. */
const pairsAtMost = 1_000_000;

/** Files that are found gone, on the way down the folders. */
interface Collecting {
  readonly folder: string;
  readonly depth: number;
  readonly gone: FoundFile[];
  /** Entries that may still be looked at: past that, what was found has to do. */
  readonly budget: { left: number };
}

/** Finds where a file came from: among the files that went away in the same step, the most similar one. */
export class RenameFinder {
  readonly #history: History;
  readonly #fingerprints = new ByteCache<string, Fingerprint & { readonly length: number }>(fingerprintCacheBytes);

  constructor(history: History) {
    this.#history = history;
  }

  /** The file of tree `before`, gone from tree `after`, that `file` of `after` was; null when none is similar enough. */
  find(before: string, after: string, file: FoundFile): FoundFile | null {
    return this.choose(file, this.goneFiles(before, after), () => this.#fingerprintOf(file.id));
  }

  /** As `find`, but the file may also be a copy of one that stayed: what `git log --follow` looks for. */
  findSource(before: string, after: string, file: FoundFile): FoundFile | null {
    const gone = this.goneFiles(before, after);
    const exact = exactMatch(file, gone);
    if (exact) return exact;
    const all = this.goneFiles(before, null);
    return exactMatch(file, all) ?? this.#mostSimilar(file, all, this.#fingerprintOf(file.id));
  }

  /** As `find`, with the files that went away and the content given. */
  choose(file: FoundFile, gone: readonly FoundFile[], content: () => Fingerprint): FoundFile | null {
    const exact = exactMatch(file, gone);
    if (exact) return exact;
    if (!isFile(file.mode)) return null;
    const candidates = gone.filter((each) => isFile(each.mode));
    if (candidates.length === 0) return null;
    const wanted = content();
    const sameName = candidates.filter((each) => nameOf(each.path) === nameOf(file.path));
    const only = sameName[0];
    if (sameName.length === 1 && only && this.#score(only, wanted, leastForSameName) >= leastForSameName) return only;
    return this.#mostSimilar(file, candidates, wanted);
  }

  /**
   * For a whole commit: which added file was which of those that are gone, by the added file's path. Equal content first,
   * then the only file of a name, then the most similar pairs; each source serves once.
   */
  match(added: readonly FoundFile[], gone: readonly FoundFile[]): Map<string, FoundFile> {
    const sources = new Map<string, FoundFile>();
    const used = new Set<FoundFile>();
    const take = (file: FoundFile, source: FoundFile): void => {
      sources.set(file.path, source);
      used.add(source);
    };
    for (const file of added) {
      const exact = exactMatch(
        file,
        gone.filter((each) => !used.has(each)),
      );
      if (exact) take(file, exact);
    }
    const left = added.filter((file) => !sources.has(file.path) && isFile(file.mode));
    const free = gone.filter((each) => !used.has(each) && isFile(each.mode));
    if (left.length * free.length > pairsAtMost) return sources;
    for (const file of left) {
      const sameName = free.filter((each) => nameOf(each.path) === nameOf(file.path));
      const only = sameName[0];
      const twins = left.filter((each) => nameOf(each.path) === nameOf(file.path));
      if (sameName.length !== 1 || twins.length !== 1 || !only) continue;
      if (this.#score(only, this.#fingerprintOf(file.id), leastForSameName) >= leastForSameName) take(file, only);
    }
    const pairs: { file: FoundFile; source: FoundFile; score: number; sameName: boolean }[] = [];
    for (const file of left) {
      if (sources.has(file.path)) continue;
      for (const source of free) {
        if (used.has(source)) continue;
        const score = this.#score(source, this.#fingerprintOf(file.id), leastSimilarity);
        const sameName = nameOf(source.path) === nameOf(file.path);
        if (score >= leastSimilarity) pairs.push({ file, source, score, sameName });
      }
    }
    pairs.sort((a, b) => b.score - a.score || Number(b.sameName) - Number(a.sameName));
    for (const { file, source } of pairs) {
      if (!sources.has(file.path) && !used.has(source)) take(file, source);
    }
    return sources;
  }

  #mostSimilar(file: FoundFile, candidates: readonly FoundFile[], wanted: Fingerprint): FoundFile | null {
    let best: { file: FoundFile; score: number; sameName: boolean } | null = null;
    for (const each of candidates) {
      if (!isFile(each.mode)) continue;
      const score = this.#score(each, wanted, leastSimilarity);
      if (score < leastSimilarity) continue;
      const isSameName = nameOf(each.path) === nameOf(file.path);
      const better = !best || score > best.score || (score === best.score && isSameName && !best.sameName);
      if (better) best = { file: each, score, sameName: isSameName };
    }
    return best?.file ?? null;
  }

  /** Files of tree `before` at paths that tree `after` does not have, in git's order. */
  goneFiles(before: string, after: string | null): FoundFile[] {
    const gone: FoundFile[] = [];
    this.#collectGone(before, after, { folder: '', depth: 0, gone, budget: { left: entriesAtMost } });
    return gone;
  }

  #collectGone(before: string, after: string | null, into: Collecting): void {
    if (before === after || into.depth > treeDepthAtMost) return;
    const kept = new Map<string, TreeEntry>();
    if (after !== null) for (const entry of this.#history.tree(after)) kept.set(entry.name, entry);
    for (const entry of this.#history.tree(before)) {
      into.budget.left -= 1;
      if (into.budget.left < 0) return;
      const counterpart = kept.get(entry.name);
      const path = into.folder + entry.name;
      if (formatOf(entry.mode) === folderMode) {
        const below = counterpart && formatOf(counterpart.mode) === folderMode ? counterpart.id : null;
        this.#collectGone(entry.id, below, { ...into, folder: `${path}/`, depth: into.depth + 1 });
      } else if (
        formatOf(entry.mode) !== submoduleMode &&
        (!counterpart || formatOf(counterpart.mode) === folderMode)
      ) {
        into.gone.push({ path, id: entry.id, mode: entry.mode });
      }
    }
  }

  /** In steps of 1/60,000, as git counts; 0 below `least`. */
  #score(file: FoundFile, wanted: Fingerprint, least: number): number {
    const found = this.#fingerprintOf(file.id);
    if (!couldReach(least, found.size, wanted.size)) return 0;
    return Math.floor(similarity(found, wanted) * 60_000) / 60_000;
  }

  #fingerprintOf(blob: string): Fingerprint {
    const known = this.#fingerprints.get(blob);
    if (known) return known;
    const made = fingerprint(this.#history.blob(blob));
    this.#fingerprints.set(blob, { ...made, length: made.pieces.size * pieceBytes });
    return made;
  }
}

/** Equal content: one of the same name if there is one, else the first. Links match links only. */
function exactMatch(file: FoundFile, gone: readonly FoundFile[]): FoundFile | null {
  const equal = gone.filter(
    (each) => each.id === file.id && (each.mode === file.mode || (isFile(each.mode) && isFile(file.mode))),
  );
  return equal.find((each) => nameOf(each.path) === nameOf(file.path)) ?? equal[0] ?? null;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
