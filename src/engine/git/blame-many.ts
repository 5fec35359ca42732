import { createHash } from 'node:crypto';
import { isWhenceError } from '../../shared/errors.ts';
import type { BatchCommit, BlameBatch, BlamedFile } from './blame-batch.ts';
import { blameLineLimit } from './blame-file.ts';
import { mapLines, type LineMap } from './blame-lines.ts';
import { isBinary } from '../text/encoding/index.ts';
import { BlameWalk, type FoundSpan } from './isomorphic/blame.ts';
import type { IsomorphicEngine } from './isomorphic/engine.ts';
import { mergeSpans, type Span, divide } from './isomorphic/spans.ts';
import { compareLines } from './line-diff/compare.ts';
import { LineTable, lineStartsOf } from './line-diff/tokens.ts';
import { fromBytes, toBytes } from './objects/tree.ts';
import type { Pace } from './pace.ts';
import { readIgnoredRevisions } from './repository/ignored-revisions.ts';
import type { LocatedFile, RepositorySession } from './repository-session.ts';
import { blameStamp } from './stamp.ts';
import { Conversion } from './conversion/conversion.ts';
import { readWorking } from './working-tree.ts';

/** Few enough to be written in one short transaction. */
const filesPerBatch = 16;

export interface BlameManyOptions {
  readonly pace: Pace;
  readonly onBatch: (batch: BlameBatch) => void;
}

/** A file on its way: its lines have a range of their own among those of the walk. */
interface Target {
  readonly path: string;
  readonly contentHash: Uint8Array;
  readonly map: LineMap;
  readonly firstLine: number;
  readonly count: number;
  readonly found: FoundSpan[];
  left: number;
}

/**
 * Blames files of the working tree in one walk over the history: a file costs what its own changes cost, and the history
 * is walked once for all. Files that are not there any more are passed over.
 */
export async function blameMany(
  session: RepositorySession,
  paths: readonly string[],
  options: BlameManyOptions,
): Promise<void> {
  const groups = new Map<RepositorySession, { path: string; file: LocatedFile }[]>();
  for (const path of paths) {
    const file = session.locate(path);
    const group = groups.get(file.session);
    if (group) group.push({ path, file });
    else groups.set(file.session, [{ path, file }]);
  }
  for (const [inner, files] of groups) {
    const run = new ManyRun(inner, await inner.isomorphicEngine(), options);
    await run.blame(files);
  }
}

class ManyRun {
  readonly #session: RepositorySession;
  readonly #engine: IsomorphicEngine;
  readonly #options: BlameManyOptions;
  readonly #stamp: string;
  readonly #conversion: Conversion;
  readonly #targets: Target[] = [];
  #ready: Target[] = [];
  #skipped: BlamedFile[] = [];
  #head: string | null = null;
  #nextLine = 0;
  #visible: (path: string) => string = (path) => path;

  constructor(session: RepositorySession, engine: IsomorphicEngine, options: BlameManyOptions) {
    this.#session = session;
    this.#engine = engine;
    this.#options = options;
    this.#stamp = blameStamp(session.repository);
    this.#conversion = new Conversion(session.repository);
  }

  async blame(files: readonly { path: string; file: LocatedFile }[]): Promise<void> {
    const { pace } = this.#options;
    this.#head = await this.#engine.headCommit();
    const walk = new BlameWalk({
      history: this.#engine.history,
      ignoreWhitespace: false,
      pace,
      ignored: readIgnoredRevisions(this.#session.repository),
      onFound: (found) => {
        for (const span of found) this.#take(span);
      },
      onFailed: (lines) => {
        for (const line of lines) this.#fail(line);
      },
    });
    for (const { path, file } of files) {
      if (pace.due) await pace.rest();
      this.#visible = file.visible;
      this.#begin(path, file, walk);
    }
    this.#flush(0);
    await walk.run();
    this.#flush(0);
  }

  #begin(path: string, file: LocatedFile, walk: BlameWalk): void {
    const working = orNull(() => readWorking(this.#session.repository, file.path));
    if (working === null) return;
    const { bytes, isLink } = working;
    const contentHash = createHash('sha256').update(bytes).digest().subarray(0, 16);
    const committed = this.#head === null ? null : this.#engine.findFile(this.#head, toBytes(file.path));
    const before = committed ? orNull(() => this.#engine.history.blob(committed.id)) : null;
    const content = isLink ? bytes : this.#conversion.toStored(file.path, bytes, before);
    const starts = lineStartsOf(content);
    const count = starts.length - 1;
    const isPointed = !isLink && this.#conversion.isFileOfPointer(file.path, bytes, before);
    if (isPointed || count > blameLineLimit || isBinary(content) || (committed !== null && before === null)) {
      this.#skip(path, contentHash);
      return;
    }
    const map = mapLines(content, starts);
    const target: Target = { path, contentHash, map, firstLine: this.#nextLine, count, found: [], left: count };
    this.#targets.push(target);
    // One line between files, so that spans of two never look like one.
    this.#nextLine += count + 1;
    const whole: Span = { final: target.firstLine, origin: 0, count };
    const spans = before === null ? [] : keptLines(before, content, whole);
    for (const span of spans) target.left -= span.count;
    const uncommitted = target.left;
    target.left = count - uncommitted;
    if (committed && this.#head !== null && spans.length > 0) {
      walk.start({ commit: this.#head, file: { ...committed, path: toBytes(file.path) }, spans });
    } else {
      this.#finish(target);
    }
  }

  #skip(path: string, contentHash: Uint8Array): void {
    const head = this.#head;
    const stamp = this.#stamp;
    this.#skipped.push({ path, contentHash, head, stamp, done: false, runs: new Int32Array(0) });
  }

  /** One version of one file can't be read: that file has no blame, the others go on. */
  #fail(line: number): void {
    const target = this.#targetOf(line);
    if (!target || target.left <= 0) return;
    target.left = -1;
    this.#skip(target.path, target.contentHash);
  }

  #take(span: FoundSpan): void {
    const target = this.#targetOf(span.final);
    if (!target || target.left < 0) return;
    target.found.push(span);
    target.left -= span.count;
    if (target.left === 0) this.#finish(target);
  }

  #finish(target: Target): void {
    this.#ready.push(target);
    this.#flush(filesPerBatch);
  }

  #targetOf(line: number): Target | undefined {
    let low = 0;
    let high = this.#targets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#targets[middle]?.firstLine ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return this.#targets[low];
  }

  /** Hands on what is ready, if it is at least this many files. */
  #flush(least: number): void {
    if (this.#ready.length + this.#skipped.length === 0 || this.#ready.length < least) return;
    const tables = new BatchTables(this.#engine);
    const head = this.#head;
    const stamp = this.#stamp;
    const files = this.#ready.map((target): BlamedFile => ({
      path: target.path,
      contentHash: target.contentHash,
      head,
      stamp,
      done: true,
      runs: this.#runsOf(target, tables),
    }));
    this.#options.onBatch({ commits: tables.commits, paths: tables.paths, files: [...files, ...this.#skipped] });
    for (const target of this.#ready) target.found.length = 0;
    this.#ready = [];
    this.#skipped = [];
  }

  /** Runs in Whence's lines; lines that nothing was found for are uncommitted. */
  #runsOf(target: Target, tables: BatchTables): Int32Array {
    const numbers: number[] = [];
    const lineAt = (line: number): number => target.map.firstOf[line - target.firstLine] ?? 0;
    const add = (from: number, to: number, source: readonly [number, number, number]): void => {
      const count = lineAt(to) - lineAt(from);
      if (count > 0) numbers.push(count, ...source);
    };
    let at = target.firstLine;
    for (const span of target.found.sort((a, b) => a.final - b.final)) {
      if (span.final > at) add(at, span.final, [-1, at - target.firstLine + 1, -1]);
      const path = this.#visible(fromBytes(span.path));
      const source = [tables.commit(span), span.origin + 1, path === target.path ? -1 : tables.path(path)] as const;
      // A line of git's that is several here would number the ones after it wrongly: one run per such line.
      if (lineAt(span.final + span.count) - lineAt(span.final) === span.count) {
        add(span.final, span.final + span.count, source);
      } else {
        for (let line = 0; line < span.count; line += 1) {
          add(span.final + line, span.final + line + 1, [source[0], source[1] + line, source[2]]);
        }
      }
      at = span.final + span.count;
    }
    const end = target.firstLine + target.count;
    if (end > at) add(at, end, [-1, at - target.firstLine + 1, -1]);
    return Int32Array.from(numbers);
  }
}

/** Commits and paths of a batch, each once. */
class BatchTables {
  readonly commits: BatchCommit[] = [];
  readonly paths: string[] = [];
  readonly #engine: IsomorphicEngine;
  readonly #commitIndex = new Map<string, number>();
  readonly #pathIndex = new Map<string, number>();

  constructor(engine: IsomorphicEngine) {
    this.#engine = engine;
  }

  commit(span: FoundSpan): number {
    const known = this.#commitIndex.get(span.commit);
    if (known !== undefined) return known;
    this.#commitIndex.set(span.commit, this.commits.length);
    return this.commits.push({ ...this.#engine.summary(span.commit), boundary: span.boundary }) - 1;
  }

  path(path: string): number {
    const known = this.#pathIndex.get(path);
    if (known !== undefined) return known;
    this.#pathIndex.set(path, this.paths.length);
    return this.paths.push(path) - 1;
  }
}

/** The lines of a text that its committed version has. */
function keptLines(before: Buffer, content: Buffer, whole: Span): Span[] {
  if (whole.count === 0) return [];
  if (before.equals(content)) return [whole];
  const table = new LineTable();
  return mergeSpans(divide([whole], compareLines(table.tokenize(before), table.tokenize(content))).go, []);
}

/** Null where a file or object can't be read. */
function orNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (thrown) {
    if (isWhenceError(thrown, 'FILE_TOO_LARGE', 'PATH_NOT_READABLE', 'GIT_FAILED')) return null;
    throw thrown;
  }
}
