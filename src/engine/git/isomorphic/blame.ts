import { isWhenceError, WhenceError } from '../../../shared/errors.ts';
import { formatOf } from '../objects/tree.ts';
import type { Pace } from '../pace.ts';
import { CommitQueue } from './commit-queue.ts';
import { changedPaths } from './changed-files.ts';
import type { History } from './history.ts';
import { PathFinder } from './path-finder.ts';
import { type FoundFile, RenameFinder } from './renames.ts';
import { IgnoredMatcher } from './line-matching.ts';
import { divideLikely, mergeSpans, type Span } from './spans.ts';
import { TextVersions } from './text-versions.ts';

/** Who is responsible for a run of lines. Line numbers are 0-based; paths are binary strings. */
export interface FoundSpan {
  readonly final: number;
  readonly count: number;
  readonly commit: string;
  readonly path: string;
  readonly origin: number;
  /** The history ends at this commit. */
  readonly boundary: boolean;
}

export interface BlameStart {
  readonly commit: string;
  readonly file: FoundFile;
  readonly spans: readonly Span[];
}

/** A file at some commit, and the lines of the blamed texts that are known to come from it. */
interface Origin {
  readonly file: FoundFile;
  spans: readonly Span[];
}

/** What waits at a commit, by path. */
type Waiting = Map<string, Origin>;

/** From this many files on, what a commit changed is found for all of them at once. */
const manyFiles = 8;
const findersKept = 200;
/** Clocks that run backwards bring a walk to a commit again, but never as often as commits that are their own ancestors. */
const circleFactor = 50;

export interface BlameWalkOptions {
  readonly history: History;
  readonly ignoreWhitespace: boolean;
  readonly pace: Pace;
  readonly onFound: (found: readonly FoundSpan[]) => void;
  /** Where many files are followed at once: one has a version that can't be read, so that these of its lines end here. */
  readonly onFailed?: (lines: readonly number[]) => void;
  /** Commits whose lines go to their parents as far as those have something like them. */
  readonly ignored: ReadonlySet<string>;
}

/**
 * Passes lines from commits to their parents until each has one that no parent has. What git does, in its order: newest
 * commit first; a parent with the very same content takes everything; else the parents in order take the lines that a
 * comparison with each finds in it; the file is followed to where it was renamed from.
 *
 * Many files can be followed in one walk: give each its own range of `final` lines. What no file of theirs changed is
 * handed from commit to commit as one map, so the cost is that of the history and not of the files.
 */
export class BlameWalk {
  readonly #options: BlameWalkOptions;
  readonly #history: History;
  readonly #texts: TextVersions;
  readonly #finders = new Map<string, PathFinder>();
  readonly #renames: RenameFinder;
  readonly #queue = new CommitQueue<string>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: BlameWalkOptions) {
    this.#options = options;
    this.#history = options.history;
    this.#texts = new TextVersions(options.history, options.ignoreWhitespace);
    this.#renames = new RenameFinder(options.history);
  }

  /** Adds lines to follow from a file at a commit. */
  start(from: BlameStart): void {
    this.#hand(from.commit, from.file, from.spans);
  }

  /** Works until no line is left. Throws OutOfTime or CANCELLED from the pace. */
  async run(): Promise<void> {
    const { pace } = this.#options;
    let steps = 0;
    for (let commit = this.#queue.pop(); commit !== undefined; commit = this.#queue.pop()) {
      if (pace.due) await pace.rest();
      steps += 1;
      if (steps > circleFactor * (this.#history.commitsMet + 1000)) throw circular();
      const origins = this.#waiting.get(commit) ?? new Map<string, Origin>();
      this.#waiting.delete(commit);
      if (origins.size >= manyFiles) await this.#settleMany(commit, origins);
      else await this.#settleEach(commit, origins.values());
    }
  }

  async #settleEach(commit: string, origins: Iterable<Origin>): Promise<void> {
    const { pace } = this.#options;
    for (const origin of origins) {
      if (pace.due) await pace.rest();
      try {
        this.#settle(commit, origin);
      } catch (thrown) {
        const { onFailed } = this.#options;
        if (!onFailed || !isWhenceError(thrown, 'FILE_TOO_LARGE', 'GIT_FAILED')) throw thrown;
        onFailed(origin.spans.map(({ final }) => final));
      }
    }
  }

  /** Settles the files that a commit changed against its first parent; the others go to that parent as they are. */
  async #settleMany(commit: string, origins: Waiting): Promise<void> {
    const { parents, tree } = this.#history.commitLinks(commit);
    const parent = parents[0];
    if (parent === undefined) return this.#settleEach(commit, origins.values());
    const changed: Origin[] = [];
    for (const path of this.#pathsChanged(parent, tree) ?? origins.keys()) {
      const origin = origins.get(path);
      if (!origin) continue;
      changed.push(origin);
      origins.delete(path);
    }
    if (origins.size > 0) this.#handAll(parent, origins);
    await this.#settleEach(commit, changed);
  }

  /** Null where a commit changes too much to look through: each file is then looked up by itself. */
  #pathsChanged(parent: string, tree: string): string[] | null {
    const trees = { before: this.#history.commitLinks(parent).tree, after: tree };
    try {
      return [...changedPaths(this.#history, trees)].map(({ path }) => path);
    } catch (thrown) {
      if (isWhenceError(thrown, 'GIT_OVER_LIMIT')) return null;
      throw thrown;
    }
  }

  #handAll(commit: string, origins: Waiting): void {
    const there = this.#waiting.get(commit);
    if (!there) {
      this.#waiting.set(commit, origins);
      this.#queue.push(commit, this.#history.commitLinks(commit).time);
      return;
    }
    const [larger, smaller] = there.size >= origins.size ? [there, origins] : [origins, there];
    for (const [path, origin] of smaller) {
      const same = larger.get(path);
      if (same) same.spans = mergeSpans(same.spans, origin.spans);
      else larger.set(path, origin);
    }
    this.#waiting.set(commit, larger);
  }

  #finder(path: string): PathFinder {
    let finder = this.#finders.get(path);
    if (!finder) {
      if (this.#finders.size >= findersKept) this.#finders.clear();
      finder = new PathFinder(this.#history, path);
      this.#finders.set(path, finder);
    }
    return finder;
  }

  #hand(commit: string, file: FoundFile, spans: readonly Span[]): void {
    if (spans.length > 0) this.#handAll(commit, new Map([[file.path, { file, spans }]]));
  }

  /** Passes what parents have of an origin's lines to them; the rest is the commit's own. */
  #settle(commit: string, origin: Origin): void {
    const { parents } = this.#history.commitLinks(commit);
    let left = origin.spans;
    const files = this.#parentFiles(commit, origin, parents);
    const whole = files.findIndex((file) => file?.id === origin.file.id);
    if (whole >= 0) {
      this.#hand(parents[whole] ?? '', files[whole] ?? origin.file, left);
      return;
    }
    const seen = new Set<string>();
    for (const [at, file] of files.entries()) {
      const parent = parents[at];
      if (!file || parent === undefined || seen.has(file.id) || left.length === 0) continue;
      seen.add(file.id);
      const { stay, go } = this.#texts.divide(left, file.id, origin.file.id);
      this.#hand(parent, file, go);
      left = stay;
    }
    if (left.length > 0 && this.#options.ignored.has(commit))
      left = this.#passIgnored(origin.file, left, { parents, files });
    this.#claim(commit, { file: origin.file, spans: left }, parents.length === 0);
  }

  /** Hands lines of an ignored commit to the lines of its parents that are most like them; gives back those without any. */
  #passIgnored(
    file: FoundFile,
    spans: readonly Span[],
    sources: { parents: readonly string[]; files: readonly (FoundFile | null)[] },
  ): readonly Span[] {
    let left = spans;
    for (const [at, parent] of sources.parents.entries()) {
      const source = sources.files[at];
      if (!source || left.length === 0) continue;
      const changes = this.#texts.changes(source.id, file.id);
      const matcher = new IgnoredMatcher(this.#texts.tokens(source.id), this.#texts.tokens(file.id));
      const { stay, go } = divideLikely(left, changes, matcher);
      this.#hand(parent, source, mergeSpans(go, []));
      left = stay;
    }
    return left;
  }

  /** The file in each parent: at the same path, or else where it was renamed from. Stops at one with the same content. */
  #parentFiles(commit: string, origin: Origin, parents: readonly string[]): (FoundFile | null)[] {
    const { path } = origin.file;
    const files: (FoundFile | null)[] = [];
    const finder = this.#finder(path);
    for (const parent of parents) {
      const entry = finder.find(this.#history.commitLinks(parent).tree);
      const usable = entry && formatOf(entry.mode) === formatOf(origin.file.mode) ? entry : null;
      files.push(usable ? { ...usable, path } : null);
      if (usable?.id === origin.file.id) return files;
    }
    const ownTree = this.#history.commitLinks(commit).tree;
    for (const [at, parent] of parents.entries()) {
      if (files[at]) continue;
      const { tree } = this.#history.commitLinks(parent);
      if (this.#finder(path).find(tree)) continue;
      const found = this.#renames.find(tree, ownTree, origin.file);
      files[at] = found;
      if (found?.id === origin.file.id) return files;
    }
    return files;
  }

  #claim(commit: string, origin: Origin, boundary: boolean): void {
    const { file, spans } = origin;
    if (spans.length === 0) return;
    const { path } = file;
    this.#options.onFound(
      spans.map(({ final, count, origin: line }) => ({ final, count, commit, path, origin: line, boundary })),
    );
  }
}

const circular = (): WhenceError =>
  new WhenceError('GIT_FAILED', 'Commits of this repository are their own ancestors. "git fsck" tells more.');
