import type { CommitFile } from '../../../shared/contract/git.ts';
import type { Work } from '../engine.ts';
import { fromBytes } from '../objects/tree.ts';
import { changeOf } from './history.ts';
import type { GitRunner } from './runner.ts';

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

/** NUL-separated: `:modes ids status` with one or two paths per file, then counts with the same paths. Names hold any byte else. */
function parseFiles(output: Buffer): CommitFile[] {
  const parts = output.toString('latin1').split('\0');
  const files = new Map<string, CommitFile>();
  let at = 0;
  while (parts[at]?.startsWith(':')) {
    const letter = /^:\d+ \d+ [0-9a-f]+ [0-9a-f]+ (\w)/.exec(parts[at] ?? '')?.[1] ?? 'M';
    const change = changeOf(letter);
    const old = parts[at + 1] ?? '';
    const path = change === 'renamed' ? (parts[at + 2] ?? '') : old;
    at += change === 'renamed' ? 3 : 2;
    const oldPath = change === 'renamed' ? fromBytes(old) : null;
    files.set(path, { path: fromBytes(path), oldPath, change, added: 0, removed: 0, binary: false });
  }
  while (at < parts.length) {
    // Two numbers, or two dashes for binary; the name follows the second tab, and may hold tabs itself.
    const counts = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(parts[at] ?? '');
    if (!counts) break;
    const [, added = '', removed = '', path = ''] = counts;
    const target = path === '' ? (parts[at + 2] ?? '') : path;
    at += path === '' ? 3 : 1;
    const file = files.get(target);
    if (!file) continue;
    const binary = added === '-';
    files.set(target, { ...file, added: binary ? 0 : Number(added), removed: binary ? 0 : Number(removed), binary });
  }
  return [...files.values()];
}
