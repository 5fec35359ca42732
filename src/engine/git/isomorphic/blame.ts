import { compareLines, type Change } from '../line-diff/compare.ts';
import { LineTable, type TokenizedText } from '../line-diff/tokens.ts';
import { ByteCache } from '../objects/byte-cache.ts';
import { formatOf } from '../objects/tree.ts';
import type { Pace } from '../pace.ts';
import { CommitQueue } from './commit-queue.ts';
import type { History } from './history.ts';
import { type FileEntry, PathFinder } from './path-finder.ts';
import { type FoundFile, RenameFinder } from './renames.ts';
import { divide, mergeSpans, type Span } from './spans.ts';

const textCacheBytes = 48 * 1024 * 1024;

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

/** A file at a commit, and the lines of the blamed text that are known to come from it. */
interface Origin {
  readonly commit: string;
  readonly file: FoundFile;
  spans: Span[];
}

export interface BlameWalkOptions {
  readonly history: History;
  readonly ignoreWhitespace: boolean;
  readonly pace: Pace;
  readonly onFound: (found: readonly FoundSpan[]) => void;
}

/**
 * Passes lines from commits to their parents until each has one that no parent has. What git does, in its order: newest
 * commit first; a parent with the very same content takes everything; else the parents in order take the lines that a
 * comparison with each finds in it; the file is followed to where it was renamed from.
 */
export class BlameWalk {
  readonly lines: LineTable;
  private readonly options: BlameWalkOptions;
  private readonly history: History;
  private readonly texts = new ByteCache<string, TokenizedText & { length: number }>(textCacheBytes);
  private readonly finders = new Map<string, PathFinder>();
  private readonly renames: RenameFinder;
  private readonly queue = new CommitQueue<string>();
  private readonly waiting = new Map<string, Origin[]>();

  constructor(options: BlameWalkOptions) {
    this.options = options;
    this.history = options.history;
    this.lines = new LineTable({ ignoreWhitespace: options.ignoreWhitespace });
    this.renames = new RenameFinder(options.history);
  }

  /** Adds lines to follow from a file at a commit. */
  start(from: BlameStart): void {
    this.hand(from.commit, from.file, from.spans);
  }

  /** Works until no line is left. Throws OutOfTime or CANCELLED from the pace. */
  async run(): Promise<void> {
    const { pace } = this.options;
    for (let commit = this.queue.pop(); commit !== undefined; commit = this.queue.pop()) {
      const origins = this.waiting.get(commit) ?? [];
      this.waiting.delete(commit);
      for (const origin of origins) {
        if (pace.due) await pace.rest();
        this.settle(origin);
      }
    }
  }

  /** The text of a blob, as lines of this walk's table. */
  text(blob: string): TokenizedText {
    const cached = this.texts.get(blob);
    if (cached) return cached;
    const tokenized = this.lines.tokenize(this.history.blob(blob));
    this.texts.set(blob, { ...tokenized, length: tokenized.bytes.length + tokenized.count * 8 });
    return tokenized;
  }

  finder(path: string): PathFinder {
    let finder = this.finders.get(path);
    if (!finder) {
      finder = new PathFinder(this.history, path);
      this.finders.set(path, finder);
    }
    return finder;
  }

  private hand(commit: string, file: FoundFile, spans: readonly Span[]): void {
    if (spans.length === 0) return;
    const origins = this.waiting.get(commit);
    if (!origins) {
      this.waiting.set(commit, [{ commit, file, spans: [...spans] }]);
      this.queue.push(commit, this.history.commitLinks(commit).time);
      return;
    }
    const same = origins.find((origin) => origin.file.path === file.path);
    if (same) same.spans = mergeSpans(same.spans, spans);
    else origins.push({ commit, file, spans: [...spans] });
  }

  /** Passes what parents have of an origin's lines to them; the rest is the commit's own. */
  private settle(origin: Origin): void {
    const { parents } = this.history.commitLinks(origin.commit);
    let left: readonly Span[] = origin.spans;
    const files = this.parentFiles(origin, parents);
    const whole = files.findIndex((file) => file?.id === origin.file.id);
    if (whole >= 0) {
      this.hand(parents[whole] ?? '', files[whole] ?? origin.file, left);
      return;
    }
    const seen = new Set<string>();
    for (const [at, file] of files.entries()) {
      const parent = parents[at];
      if (!file || parent === undefined || seen.has(file.id) || left.length === 0) continue;
      seen.add(file.id);
      const { stay, go } = divide(left, this.changes(file, origin.file));
      this.hand(parent, file, mergeSpans(go, []));
      left = stay;
    }
    this.claim(origin, left, parents.length === 0);
  }

  /** The file in each parent: at the same path, or else where it was renamed from. Stops at one with the same content. */
  private parentFiles(origin: Origin, parents: readonly string[]): (FoundFile | null)[] {
    const { path } = origin.file;
    const files: (FoundFile | null)[] = [];
    const finder = this.finder(path);
    for (const parent of parents) {
      const entry = finder.find(this.history.commitLinks(parent).tree);
      const usable = entry && formatOf(entry.mode) === formatOf(origin.file.mode) ? entry : null;
      files.push(usable ? { ...usable, path } : null);
      if (usable?.id === origin.file.id) return files;
    }
    const ownTree = this.history.commitLinks(origin.commit).tree;
    for (const [at, parent] of parents.entries()) {
      if (files[at]) continue;
      const { tree } = this.history.commitLinks(parent);
      if (this.finder(path).find(tree)) continue;
      const found = this.renames.find(tree, ownTree, origin.file);
      files[at] = found;
      if (found?.id === origin.file.id) return files;
    }
    return files;
  }

  private changes(before: FileEntry, after: FileEntry): Change[] {
    return compareLines(this.text(before.id), this.text(after.id));
  }

  private claim(origin: Origin, spans: readonly Span[], boundary: boolean): void {
    if (spans.length === 0) return;
    this.options.onFound(
      spans.map((span) => ({
        final: span.final,
        count: span.count,
        commit: origin.commit,
        path: origin.file.path,
        origin: span.origin,
        boundary,
      })),
    );
  }
}
