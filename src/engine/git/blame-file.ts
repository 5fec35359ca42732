import type { Blame, BlameLine } from '../../shared/contract/git.ts';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { gitLines, linesOfSpan, mapLines, uncommittedLines, type LineMap } from './blame-lines.ts';
import type { AttributedSpan, GitEngine } from './engine.ts';
import { isoDate, zoneOf } from './iso-date.ts';
import { divide, mergeSpans, type Span } from './isomorphic/spans.ts';
import { compareLines } from './line-diff/compare.ts';
import { LineTable, lineStartsOf } from './line-diff/tokens.ts';
import { OutOfTime, type Pace } from './pace.ts';
import type { LocatedFile } from './repository-session.ts';
import { readMergeHeads } from './repository/refs.ts';
import type { BlameRequest } from './types.ts';
import { readStoredForm } from './working-tree.ts';

/** Files of more lines are blamed only when asked for by `force`. */
export const blameLineLimit = 20_000;

export interface BlameRun {
  readonly file: LocatedFile;
  readonly engine: GitEngine;
  readonly request: BlameRequest;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly BlameLine[]) => void;
}

/** A version that lines are looked for in: HEAD, or a further parent of a merge in progress. */
interface Base {
  readonly commit: string;
  readonly path: string;
  readonly content: Buffer;
}

interface Gathered {
  readonly content: Buffer;
  /** What the person sees, where the content is a pointer to it. */
  readonly standsFor: Buffer | null;
  readonly bases: readonly Base[];
}

/** Blames a file of the working tree, or of a revision. Partial with `complete: false` when the time budget ended it. */
export async function blameFile(run: BlameRun): Promise<Blame> {
  const start = performance.now();
  const { content, bases, standsFor } = await gather(run);
  const shown = standsFor ?? content;
  const starts = lineStartsOf(shown);
  const count = starts.length - 1;
  if (count > blameLineLimit && run.request.force !== true) {
    throw new WhenceError(
      'GIT_OVER_LIMIT',
      `${run.request.path} has ${count} lines, more than are blamed by themselves (${blameLineLimit}). Ask again to blame it all the same.`,
      { data: { lines: count, limit: blameLineLimit } },
    );
  }
  const map = mapLines(shown, starts);
  const collector = new Collector(run, map);
  const wanted = gitLines(map, run.request, run.request.path);
  const text = { content, bases, wanted, collector };
  const complete = await (standsFor === null ? blameContent(run, text) : blamePointer(run, text));
  return {
    path: run.request.path,
    revision: run.request.revision ?? null,
    engine: run.engine.name,
    lines: collector.sorted(),
    complete,
    tookMs: performance.now() - start,
  };
}

async function gather(run: BlameRun): Promise<Gathered> {
  const { engine, file, request } = run;
  if (request.revision !== undefined) {
    const commit = await engine.resolve(request.revision);
    const content = await engine.readFile(commit, file.path);
    if (content === null) {
      throw new WhenceError('GIT_FILE_NOT_TRACKED', `${request.path} does not exist at ${request.revision}.`);
    }
    return { content, standsFor: null, bases: [{ commit, path: file.path, content }] };
  }
  const head = await headOrNull(engine);
  const commits = head === null ? [] : [head, ...readMergeHeads(file.session.repository)];
  const bases: Base[] = [];
  for (const commit of commits) {
    const content = await engine.readFile(commit, file.path);
    if (content !== null) bases.push({ commit, path: file.path, content });
  }
  const stored = readStoredForm(file.session.repository, file.path, bases[0]?.content ?? null);
  if (stored === null) throw new WhenceError('PATH_NOT_FOUND', `${request.path} is not in the working tree any more.`);
  return { ...stored, bases };
}

async function headOrNull(engine: GitEngine): Promise<string | null> {
  try {
    return await engine.resolve('HEAD');
  } catch (thrown) {
    if (isWhenceError(thrown, 'GIT_NO_COMMITS')) return null;
    throw thrown;
  }
}

interface Text {
  readonly content: Buffer;
  readonly bases: readonly Base[];
  readonly wanted: { readonly first: number; readonly count: number };
  readonly collector: Collector;
}

const timeOf = ({ commit }: AttributedSpan): number => Date.parse(commit.date ?? '') || 0;

/** Of a file that git keeps elsewhere nothing is known but its pointer: all lines are of the commit that changed it last. */
async function blamePointer(run: BlameRun, { bases, wanted, collector }: Text): Promise<boolean> {
  const found: AttributedSpan[] = [];
  const [base] = bases;
  if (!base) return true;
  await run.engine.blame({
    commit: base.commit,
    path: base.path,
    content: base.content,
    ranges: null,
    ignoreWhitespace: false,
    pace: run.pace,
    signal: run.signal,
    onFound: (spans) => found.push(...spans),
  });
  const [newest] = found.sort((a, b) => timeOf(b) - timeOf(a));
  if (newest) collector.addFound([{ ...newest, final: wanted.first, origin: wanted.first, count: wanted.count }]);
  return true;
}

/** Passes lines to the bases in order, as a merge does with its parents; what none has is uncommitted. */
async function blameContent(run: BlameRun, text: Text): Promise<boolean> {
  const { first, count } = text.wanted;
  let left: readonly Span[] = count === 0 ? [] : [{ final: first, origin: first, count }];
  const table = new LineTable({ ignoreWhitespace: run.request.ignoreWhitespace ?? false });
  const tokens = table.tokenize(text.content);
  const work: { base: Base; spans: Span[] }[] = [];
  for (const base of text.bases) {
    const same = base.content.equals(text.content);
    const { stay, go } = same
      ? { stay: [], go: [...left] }
      : divide(left, compareLines(table.tokenize(base.content), tokens));
    if (go.length > 0) work.push({ base, spans: mergeSpans(go, []) });
    left = stay;
  }
  text.collector.addUncommitted(left);
  try {
    for (const { base, spans } of work) await blameBase(run, base, { spans, collector: text.collector });
    return true;
  } catch (thrown) {
    if (thrown instanceof OutOfTime) return false;
    throw thrown;
  }
}

async function blameBase(run: BlameRun, base: Base, wanted: { spans: Span[]; collector: Collector }): Promise<void> {
  const { spans, collector } = wanted;
  const whole = spans.reduce((sum, span) => sum + span.count, 0) >= (lineStartsOf(base.content).length - 1) * 0.9;
  await run.engine.blame({
    commit: base.commit,
    path: base.path,
    content: base.content,
    ranges: whole ? null : rangesOf(spans),
    ignoreWhitespace: run.request.ignoreWhitespace ?? false,
    pace: run.pace,
    signal: run.signal,
    onFound: (found) => collector.addFound(found.flatMap((span) => project(span, spans))),
  });
}

/** Few ranges that hold all spans: git takes each as an argument. */
function rangesOf(spans: readonly Span[]): { first: number; count: number }[] {
  const ranges: { first: number; count: number }[] = [];
  for (const span of spans) {
    const last = ranges.at(-1);
    if (last && span.origin - (last.first + last.count) < 50) last.count = span.origin + span.count - last.first;
    else ranges.push({ first: span.origin, count: span.count });
  }
  return ranges;
}

/** The part of a base's attributed lines that the blamed text has, in the text's line numbers. */
function project(found: AttributedSpan, spans: readonly Span[]): AttributedSpan[] {
  const pieces: AttributedSpan[] = [];
  for (const span of spans) {
    const from = Math.max(found.final, span.origin);
    const to = Math.min(found.final + found.count, span.origin + span.count);
    if (from >= to) continue;
    pieces.push({
      ...found,
      final: span.final + (from - span.origin),
      origin: found.origin + (from - found.final),
      count: to - from,
    });
  }
  return pieces;
}

/** Turns spans into lines and hands them on as they come. */
class Collector {
  readonly #lines: BlameLine[] = [];
  readonly #run: BlameRun;
  readonly #map: LineMap;

  constructor(run: BlameRun, map: LineMap) {
    this.#run = run;
    this.#map = map;
  }

  addFound(spans: readonly AttributedSpan[]): void {
    this.#add(spans.flatMap((span) => linesOfSpan(span, this.#map, this.#run.file.visible)));
  }

  addUncommitted(spans: readonly Span[]): void {
    const now = new Date();
    const about = {
      path: this.#run.request.path,
      hashLength: this.#run.file.session.repository.objectFormat === 'sha256' ? 64 : 40,
      now: isoDate(Math.floor(now.getTime() / 1000), zoneOf(now)),
    };
    this.#add(spans.flatMap((span) => uncommittedLines({ first: span.final, count: span.count }, this.#map, about)));
  }

  sorted(): BlameLine[] {
    return this.#lines.sort((a, b) => a.line - b.line);
  }

  #add(lines: readonly BlameLine[]): void {
    if (lines.length === 0) return;
    // git's lines can hold more of ours than were asked for.
    const { firstLine = 1, lastLine = Infinity } = this.#run.request;
    const wanted = lines.filter(({ line }) => line >= firstLine && line <= lastLine);
    for (const line of wanted) this.#lines.push(line);
    this.#run.onLines(wanted);
  }
}
