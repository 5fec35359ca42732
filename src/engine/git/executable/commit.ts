import type { CommitDetails, CommitFile } from '../../../shared/contract/git.ts';
import type { Work } from '../engine.ts';
import { changeOf, normalDate } from './history.ts';
import type { GitRunner } from './runner.ts';

/** More files than this of one commit are counted but not listed. */
export const filesListed = 1000;

const format = '--format=%H%x00%aN%x00%aE%x00%aI%x00%s%x00%P%x00%cN%x00%cI%x00%B';

export async function commitDetails(runner: GitRunner, id: string, work: Work): Promise<CommitDetails> {
  const args = ['log', '-1', '--no-patch', '--no-color', '--no-show-signature', '--encoding=UTF-8', format, id, '--'];
  const text = await runner.text(args, work);
  const [
    commit = '',
    author = '',
    email = '',
    date = '',
    summary = '',
    parents = '',
    committer = '',
    committed = '',
    message = '',
  ] = text.split('\0');
  const files = await changedFiles(runner, { commit, parent: parents.split(' ')[0] || null }, work);
  return {
    commit,
    author,
    email,
    date: normalDate(date),
    summary,
    message: message.trimEnd(),
    parents: parents === '' ? [] : parents.split(' '),
    committer,
    committerDate: normalDate(committed),
    files: files.slice(0, filesListed),
    truncated: files.length > filesListed,
  };
}

/** What a commit changed against its first parent; everything is added by a commit without one. */
export async function changedFiles(
  runner: GitRunner,
  pair: { commit: string; parent: string | null },
  work: Work,
): Promise<CommitFile[]> {
  const ends = pair.parent === null ? ['--root', pair.commit] : [pair.parent, pair.commit];
  const { output } = await runner.run(
    [
      'diff-tree',
      '-r',
      '-M',
      '-z',
      '--raw',
      '--numstat',
      '--no-commit-id',
      '--no-ext-diff',
      '--no-textconv',
      '--diff-algorithm=myers',
      ...ends,
      '--',
    ],
    work,
  );
  return parseFiles(output);
}

/** NUL-separated: `:modes ids status` with one or two paths per file, then counts with the same paths. */
function parseFiles(output: Buffer): CommitFile[] {
  const parts = output.toString('latin1').split('\0');
  const files = new Map<string, CommitFile>();
  let at = 0;
  while (at < parts.length && parts[at]?.startsWith(':')) {
    const change = changeOf(parts[at]?.split(' ').at(-1)?.charAt(0) ?? 'M');
    const old = parts[at + 1] ?? '';
    const path = change === 'renamed' ? (parts[at + 2] ?? '') : old;
    at += change === 'renamed' ? 3 : 2;
    const oldPath = change === 'renamed' ? decode(old) : null;
    files.set(path, { path: decode(path), oldPath, change, added: 0, removed: 0, binary: false });
  }
  while (at < parts.length) {
    const [added = '', removed = '', path = ''] = (parts[at] ?? '').split('\t');
    if (added === '') break;
    const target = path === '' ? (parts[at + 2] ?? '') : path;
    at += path === '' ? 3 : 1;
    const file = files.get(target);
    if (!file) continue;
    const binary = added === '-';
    files.set(target, { ...file, added: binary ? 0 : Number(added), removed: binary ? 0 : Number(removed), binary });
  }
  return [...files.values()];
}

const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');
