import type { HistoryEntry, HistoryPage } from '../../../shared/contract/git.ts';
import type { HistoryQuery, LineHistoryQuery, Work } from '../engine.ts';
import { unquotePath } from './quoting.ts';
import type { GitRunner } from './runner.ts';

/** Fields of a commit, NUL-separated, after a mark that starts each entry. */
const mark = '\u0001';
const fields = ['%H', '%aN', '%aE', '%aI', '%s'];
const format = `--format=%x01${fields.join('%x00')}`;
const plainOutput = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-show-signature', '--encoding=UTF-8'];

/** `git log --follow`: entries are counted from the start for each page, since git cannot skip while it follows renames. */
export async function fileHistory(runner: GitRunner, query: HistoryQuery, work: Work): Promise<HistoryPage> {
  const wanted = query.skip + query.limit + 1;
  const entries: HistoryEntry[] = [];
  let rest = '';
  const args = ['log', '--follow', '-M', '--name-status', '-z', '--diff-merges=off', format, ...plainOutput];
  await runner.run([...args, query.commit, '--', query.path], {
    ...work,
    onOutput: (chunk) => {
      rest += chunk.toString('latin1');
      const parts = rest.split(mark);
      rest = parts.pop() ?? '';
      for (const part of parts) if (part !== '') entries.push(parseEntry(part, query.path));
      return entries.length >= wanted ? 'stop' : undefined;
    },
  });
  if (rest !== '' && entries.length < wanted) entries.push(parseEntry(rest, query.path));
  const shown = entries.slice(query.skip, query.skip + query.limit);
  const more = entries.length > query.skip + query.limit;
  return { entries: shown, cursor: more ? String(query.skip + query.limit) : null };
}

/** `git log -L`: commits that changed these lines, with the file's path at each: taken from the head of the patch. */
export async function lineHistory(runner: GitRunner, query: LineHistoryQuery, work: Work): Promise<HistoryPage> {
  const range = `${query.firstLine},${query.lastLine}:${query.path}`;
  const args = ['log', '--date-order', `-L${range}`, `--max-count=${query.limit}`, `${format}%x00`, ...plainOutput];
  const { output } = await runner.run(
    [...args, '--src-prefix=a/', '--dst-prefix=b/', '--diff-algorithm=myers', query.commit],
    work,
  );
  // Lines of a patch never start with the mark.
  const parts = output
    .toString('latin1')
    .split(`\n${mark}`)
    .map((part) => part.replace(mark, ''))
    .filter((part) => part !== '');
  return { entries: parts.map((part) => parseLineEntry(part, query.path)), cursor: null };
}

function parseLineEntry(text: string, path: string): HistoryEntry {
  const end = text.lastIndexOf('\0', text.indexOf('\n'));
  const [commit, author, email, date, summary] = text.slice(0, end < 0 ? undefined : end).split('\0');
  const after = patchPath(/\n\+\+\+ (.*)\n/.exec(text)?.[1]) ?? path;
  const head = /\n--- (.*)\n/.exec(text)?.[1];
  // Of a merge git prints no such head.
  const before = head === undefined ? after : patchPath(head);
  const change = before === null ? 'added' : before === after ? 'modified' : 'renamed';
  return {
    commit: decode(commit),
    author: decode(author),
    email: decode(email),
    date: normalDate(decode(date)),
    summary: decode(summary),
    path: after,
    change,
    oldPath: change === 'renamed' ? before : null,
  };
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

const decode = (text: string | undefined): string => Buffer.from(text ?? '', 'latin1').toString('utf8');

/** `text`: the fields, then git's name-status part: status, path and, for a rename, the new path. Binary. */
function parseEntry(text: string, path: string): HistoryEntry {
  const [commit, author, email, date, summary, status, first, second] = text.split('\0');
  const change = changeOf((status ?? '').trim().charAt(0));
  const renamed = change === 'renamed';
  return {
    commit: decode(commit),
    author: decode(author),
    email: decode(email),
    date: normalDate(decode(date)),
    summary: decode(summary),
    path: decode(renamed ? second : first) || path,
    change,
    oldPath: renamed ? decode(first) : null,
  };
}

/** git writes UTC as `Z`; here every date has its offset. */
export const normalDate = (date: string): string => date.replace(/Z$/, '+00:00');
