import type { CommitSummary, HistoryEntry, HistoryPage } from '../../../shared/contract/git.ts';
import type { HistoryQuery, LineHistoryQuery, Work } from '../engine.ts';
import { fromBytes } from '../objects/tree.ts';
import { unquotePath } from './quoting.ts';
import type { GitRunner } from './runner.ts';

/** Who made a commit, when and why, from the commit itself: what git prints of a broken one are its own placeholders. */
export type Summarize = (commit: string) => CommitSummary;

/** Starts each commit, before its id. */
const mark = '\u0001';
const format = '--format=%x01%H';
const plainOutput = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-show-signature', '--encoding=UTF-8'];

/** A commit of a history and what it did to the file. */
interface Step {
  readonly commit: string;
  readonly change: HistoryEntry['change'];
  /** Binary strings; `oldPath` of a rename. */
  readonly path: string | null;
  readonly oldPath: string | null;
}

/** Parses `git log --name-status -z` piece by piece: a name may hold any byte but NUL, so its place tells what it is. */
class NameStatusParser {
  readonly steps: Step[] = [];
  #rest = '';
  #commit: string | null = null;
  #status: string | null = null;
  #names: string[] = [];

  push(chunk: Buffer): void {
    const pieces = (this.#rest + chunk.toString('latin1')).split('\0');
    this.#rest = pieces.pop() ?? '';
    for (const piece of pieces) this.#take(piece);
  }

  end(): void {
    if (this.#rest !== '') this.#take(this.#rest);
    this.#finish();
  }

  #take(piece: string): void {
    if (this.#status !== null) {
      this.#names.push(piece);
      if (this.#names.length === (/^[RC]/.test(this.#status) ? 2 : 1)) this.#finish();
    } else if (piece.startsWith(mark)) {
      // A commit before it that names no file: it changed what is followed all the same.
      this.#finish();
      this.#commit = piece.slice(mark.length);
    } else if (piece.trim() !== '') {
      this.#status = piece.trim();
    }
  }

  #finish(): void {
    if (this.#commit === null) return;
    const change = changeOf(this.#status?.charAt(0) ?? 'M');
    const [first = null, second = null] = this.#names;
    const renamed = change === 'renamed';
    this.steps.push({ commit: this.#commit, change, path: renamed ? second : first, oldPath: renamed ? first : null });
    this.#commit = null;
    this.#status = null;
    this.#names = [];
  }
}

/** `git log --follow`: entries are counted from the start for each page, since git cannot skip while it follows renames. */
export async function fileHistory(
  runner: GitRunner,
  query: HistoryQuery,
  options: Work & { readonly summarize: Summarize },
): Promise<HistoryPage> {
  const { summarize, ...work } = options;
  const wanted = query.skip + query.limit + 1;
  const parser = new NameStatusParser();
  const args = ['log', '--follow', '-M', '--name-status', '-z', '--diff-merges=off', format, ...plainOutput];
  await runner.run([...args, query.commit, '--', query.path], {
    ...work,
    onOutput: (chunk) => {
      parser.push(chunk);
      return parser.steps.length >= wanted ? 'stop' : undefined;
    },
  });
  parser.end();
  const { steps } = parser;
  const end = query.skip + query.limit;
  const entries: HistoryEntry[] = [];
  for (const { commit, change, path, oldPath } of steps.slice(query.skip, end)) {
    const names = { path: path === null ? query.path : fromBytes(path), oldPath: oldPath && fromBytes(oldPath) };
    entries.push({ ...summarize(commit), change, ...names });
  }
  return { entries, cursor: steps.length > end ? String(end) : null };
}

/** `git log -L`: commits that changed these lines, with the file's path at each: taken from the head of the patch. */
export async function lineHistory(
  runner: GitRunner,
  query: LineHistoryQuery,
  options: Work & { readonly summarize: Summarize },
): Promise<HistoryPage> {
  const { summarize, ...work } = options;
  const range = `${query.firstLine},${query.lastLine}:${query.path}`;
  const args = ['log', '--date-order', `-L${range}`, `--max-count=${query.limit}`, format, ...plainOutput];
  const { output } = await runner.run(
    [...args, '--src-prefix=a/', '--dst-prefix=b/', '--diff-algorithm=myers', query.commit],
    work,
  );
  // Lines of a patch never start with the mark.
  const parts = output
    .toString('latin1')
    .split(`\n${mark}`)
    .map((part) => (part.startsWith(mark) ? part.slice(mark.length) : part))
    .filter((part) => part !== '');
  return { entries: parts.map((part) => lineEntry(part, query.path, summarize)), cursor: null };
}

function lineEntry(text: string, path: string, summarize: Summarize): HistoryEntry {
  const commit = /^[0-9a-f]+/.exec(text)?.[0] ?? '';
  const after = patchPath(/\n\+\+\+ (.*)\n/.exec(text)?.[1]) ?? path;
  const head = /\n--- (.*)\n/.exec(text)?.[1];
  // Of a merge git prints no such head.
  const before = head === undefined ? after : patchPath(head);
  const change = before === null ? 'added' : before === after ? 'modified' : 'renamed';
  return { ...summarize(commit), path: after, change, oldPath: change === 'renamed' ? before : null };
}

/** A path of a patch's head: quoted where it holds odd bytes, ended by a tab where it holds spaces. */
function patchPath(text: string | undefined): string | null {
  if (text === undefined || text === '/dev/null') return null;
  return unquotePath(text.replace(/\t$/, '')).replace(/^[ab]\//, '');
}

/** What a status letter of git means. */
export function changeOf(letter: string): HistoryEntry['change'] {
  if (letter === 'A') return 'added';
  if (letter === 'D') return 'deleted';
  return letter === 'R' || letter === 'C' ? 'renamed' : 'modified';
}
