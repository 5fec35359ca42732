import type { HistoryEntry, HistoryPage } from '../../../shared/contract/git.ts';
import type { HistoryQuery, LineHistoryQuery, Work } from '../engine.ts';
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

/** `git log -L`: commits that changed these lines, with the file's path at each. */
export async function lineHistory(runner: GitRunner, query: LineHistoryQuery, work: Work): Promise<HistoryPage> {
  const range = `${query.firstLine},${query.lastLine}:${query.path}`;
  const { output } = await runner.run(
    ['log', `-L${range}`, `--max-count=${query.limit}`, '--no-patch', `${format}%x00`, ...plainOutput, query.commit],
    work,
  );
  const parts = output.toString('latin1').split(mark).slice(1);
  return { entries: parts.map((part) => parseEntry(part, query.path)), cursor: null };
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
