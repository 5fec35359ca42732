import { describe, expect, test } from 'vitest';
import { createGit } from '../../../src/engine/git/index.ts';
import { cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import type { GitRepository } from '../../helpers/git-repository.ts';

cleanUpAfterTests();

/** Renamed, edited in a branch, merged: `new name.txt` was `old.txt`. */
function createStory(): GitRepository {
  const repository = createRepository();
  repository.write('old.txt', numbered(30));
  repository.write('other.txt', 'x\n');
  repository.commit('first', { author: 'Grace Hopper <grace@example.org>' });
  repository.write('old.txt', numbered(30).replace('line 4\n', 'four\n'));
  repository.commit('second\n\nBecause four\nis a word.');
  repository.git('mv', 'old.txt', 'new name.txt');
  repository.write('new name.txt', numbered(30).replace('line 4\n', 'four\n').replace('line 20\n', ''));
  repository.commit('third');
  repository.git('checkout', '-q', '-b', 'side');
  repository.write('new name.txt', numbered(30).replace('line 4\n', 'four\n').replace('line 20\n', 'twenty\n'));
  repository.commit('side');
  repository.git('checkout', '-q', 'main');
  repository.write('other.txt', 'y\n');
  repository.commit('unrelated');
  repository.merge('--no-ff', 'side');
  return repository;
}

describe.each(['git', 'isomorphic'] as const)('history by the %s engine', (engine) => {
  test('of a file goes through renames, and comes in pages', async () => {
    const { root } = createStory();
    const git = createGit({ root, engine });
    const { entries, cursor } = await git.fileHistory({ path: 'new name.txt' });
    expect(cursor).toBeNull();
    expect(
      entries.map(({ summary, author, path, oldPath, change }) => [summary, author, path, oldPath, change]),
    ).toEqual([
      ['side', 'Ada Lovelace', 'new name.txt', null, 'modified'],
      ['third', 'Ada Lovelace', 'new name.txt', 'old.txt', 'renamed'],
      ['second', 'Ada Lovelace', 'old.txt', null, 'modified'],
      ['first', 'Grace Hopper', 'old.txt', null, 'added'],
    ]);
    const first = await git.fileHistory({ path: 'new name.txt', limit: 3 });
    const second = await git.fileHistory({ path: 'new name.txt', limit: 3, cursor: first.cursor ?? '' });
    expect([...first.entries, ...second.entries]).toEqual(entries);
    expect(second.cursor).toBeNull();
  });

  test('of lines has the commits that changed them and no others', async () => {
    const { root } = createStory();
    const git = createGit({ root, engine });
    const summaries = async (firstLine: number, lastLine: number): Promise<string[]> =>
      (await git.lineHistory({ path: 'new name.txt', firstLine, lastLine })).entries.map(({ summary }) => summary);
    expect(await summaries(4, 4)).toEqual(['second', 'first']);
    expect(await summaries(10, 12)).toEqual(['first']);
    expect((await summaries(19, 21)).filter((summary) => summary !== "Merge branch 'side'")).toEqual([
      'side',
      'third',
      'first',
    ]);
  });

  test('of a commit tells its message, people, files and changes', async () => {
    const repository = createStory();
    const git = createGit({ root: repository.root, engine });
    const second = await git.commit('main~3');
    expect(second).toMatchObject({
      author: 'Ada Lovelace',
      email: 'ada@example.org',
      committer: 'Cora Mitter',
      summary: 'second',
      message: 'second\n\nBecause four\nis a word.',
      truncated: false,
      files: [{ path: 'old.txt', oldPath: null, change: 'modified', added: 1, removed: 1, binary: false }],
    });
    const third = await git.commit('main~2');
    expect(third.files).toEqual([
      { path: 'new name.txt', oldPath: 'old.txt', change: 'renamed', added: 0, removed: 1, binary: false },
    ]);
    expect((await git.commit(third.parents[0]?.slice(0, 8) ?? '')).commit).toBe(second.commit);
    const { lines } = await git.diff({ commit: third.commit, path: 'new name.txt' });
    expect(lines.map(({ kind, oldLine, newLine, text }) => [kind, oldLine, newLine, text])).toEqual([
      ['context', 17, 17, 'line 17'],
      ['context', 18, 18, 'line 18'],
      ['context', 19, 19, 'line 19'],
      ['removed', 20, null, 'line 20'],
      ['context', 21, 20, 'line 21'],
      ['context', 22, 21, 'line 22'],
      ['context', 23, 22, 'line 23'],
    ]);
    const first = await git.commit('main~4');
    expect(first.files.map(({ path, change, added }) => [path, change, added])).toEqual([
      ['old.txt', 'added', 30],
      ['other.txt', 'added', 1],
    ]);
    await expect(git.commit('0123456789')).rejects.toMatchObject({ code: 'GIT_REVISION_UNKNOWN' });
  });

  test('reads a file as it was, under the name it had', async () => {
    const { root } = createStory();
    const git = createGit({ root, engine });
    expect(await git.readFile({ path: 'old.txt', revision: 'main~4' })).toBe(numbered(30));
    await expect(git.readFile({ path: 'new name.txt', revision: 'main~4' })).rejects.toMatchObject({
      code: 'GIT_FILE_NOT_TRACKED',
    });
    await expect(git.readFile({ path: 'old.txt', revision: 'main:other.txt' })).rejects.toMatchObject({
      code: 'GIT_REVISION_UNKNOWN',
    });
  });
});

describe.each(['git', 'isomorphic'] as const)('history of lines as they are on disk, by the %s engine', (engine) => {
  test('starts at the lines of the last commit that they are, wherever edits moved them', async () => {
    const repository = createStory();
    const committed = await createGit({ root: repository.root, engine }).readFile({
      path: 'new name.txt',
      revision: 'HEAD',
    });
    repository.write('new name.txt', `a\nb\nc\n${committed}`);
    const git = createGit({ root: repository.root, engine });
    const summaries = async (firstLine: number, lastLine: number, revision?: string): Promise<string[]> => {
      const { entries } = await git.lineHistory({ path: 'new name.txt', firstLine, lastLine, revision });
      return entries.map(({ summary }) => summary);
    };
    expect(await summaries(7, 7)).toEqual(['second', 'first']);
    expect(await summaries(1, 7)).toEqual(await summaries(1, 4, 'HEAD'));
    expect(await summaries(2, 3)).toEqual([]);
  });
});
