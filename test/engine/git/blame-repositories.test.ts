import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGit } from '../../../src/engine/git/index.ts';
import { checksFor, cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import { GitRepository, referenceBlame } from '../../helpers/git-repository.ts';

cleanUpAfterTests();

describe.each(['git', 'isomorphic'] as const)('blame in repositories of every kind, by the %s engine', (engine) => {
  const { blameOf, expectAgreement } = checksFor(engine);

  test('works in a folder of a repository, a worktree and a submodule', async () => {
    const repository = createRepository();
    repository.write('sub/folder/a.txt', numbered(5));
    repository.commit('first');
    repository.git('mv', 'sub/folder/a.txt', 'sub/b.txt');
    repository.commit('moved');
    const expected = referenceBlame(repository, 'sub/b.txt');
    const inFolder = await blameOf(join(repository.root, 'sub'), { path: 'b.txt' });
    expect(inFolder.map(({ commit }) => commit)).toEqual(expected.map(({ commit }) => commit));
    expect(new Set(inFolder.map(({ originalPath }) => originalPath))).toEqual(new Set(['folder/a.txt']));

    repository.git('worktree', 'add', '-q', '-b', 'side', '../worktree');
    const worktree = new GitRepository(join(dirname(repository.root), 'worktree'));
    worktree.write('sub/b.txt', `${numbered(5)}side\n`);
    worktree.commit('side');
    expect(await blameOf(worktree.root, { path: 'sub/b.txt' })).toEqual(referenceBlame(worktree, 'sub/b.txt'));

    const library = createRepository({ folder: 'library' });
    library.write('lib.txt', numbered(3));
    const inLibrary = library.commit('library');
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'vendor/lib');
    repository.commit('submodule');
    const lines = await blameOf(repository.root, { path: 'vendor/lib/lib.txt' });
    expect(lines.map(({ commit, originalPath }) => ({ commit, originalPath }))).toEqual(
      lines.map(() => ({ commit: inLibrary, originalPath: 'vendor/lib/lib.txt' })),
    );
  });

  test('reads packed and loose objects and refs, and objects borrowed from another repository', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(50));
    repository.commit('first');
    for (let step = 0; step < 20; step += 1) {
      repository.write('a.txt', numbered(50).replace(`line ${step + 2}\n`, `step ${step}\n`));
      repository.commit(`step ${step}`);
    }
    await expectAgreement(repository, 'a.txt');
    repository.git('gc', '-q', '--aggressive', '--prune=now');
    await expectAgreement(repository, 'a.txt');
    repository.write('a.txt', `${numbered(50)}loose\n`);
    repository.commit('loose again');
    await expectAgreement(repository, 'a.txt');
    const parent = dirname(repository.root);
    execFileSync('git', ['clone', '-q', '--shared', repository.root, join(parent, 'borrower')]);
    await expectAgreement(new GitRepository(join(parent, 'borrower')), 'a.txt');
  });

  test('ends at the cut of a shallow clone, and follows replaced commits', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('first');
    repository.write('a.txt', numbered(10).replace('line 2\n', 'two\n'));
    const second = repository.commit('second');
    repository.write('a.txt', numbered(10).replace('line 2\n', 'two\n').replace('line 5\n', 'five\n'));
    repository.commit('third');
    const parent = dirname(repository.root);
    execFileSync('git', ['clone', '-q', '--depth', '2', `file://${repository.root}`, join(parent, 'shallow')], {
      env: { ...process.env, GIT_ALLOW_PROTOCOL: 'file' },
    });
    const shallow = await expectAgreement(new GitRepository(join(parent, 'shallow')), 'a.txt');
    expect(shallow[0]).toMatchObject({ commit: second, boundary: true });
    repository.git('replace', '--graft', second);
    const replaced = await expectAgreement(repository, 'a.txt');
    expect(replaced[0]?.commit).toBe(second);
  });

  test('says that a partial clone lacks objects, and fetches none', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('first');
    repository.write('a.txt', numbered(10).replace('line 2\n', 'two\n'));
    repository.commit('second');
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const partial = new GitRepository(join(dirname(repository.root), 'partial'));
    execFileSync('git', ['clone', '-q', '--filter=blob:none', `file://${repository.root}`, partial.root]);
    const git = createGit({ root: partial.root, engine });
    expect((await git.describe()).state).toBe('partial');
    await expect(git.blame({ path: 'a.txt' })).rejects.toMatchObject({ code: 'GIT_PARTIAL_CLONE' });
    expect(partial.git('rev-list', '--objects', '--missing=print', 'HEAD')).toContain('?');
  });

  test('blames in a repository that names objects by SHA-256', async () => {
    const repository = createRepository({ format: 'sha256' });
    repository.write('a.txt', numbered(5));
    repository.commit('first');
    repository.write('a.txt', `${numbered(5)}more\n`);
    repository.commit('second');
    repository.git('gc', '-q');
    repository.write('a.txt', `${numbered(5)}more\nmine\n`);
    const lines = await expectAgreement(repository, 'a.txt');
    expect(lines.at(-1)?.commit).toBe('0'.repeat(64));
    expect((await createGit({ root: repository.root, engine }).describe()).state).toBe('sha256');
  });

  test.skipIf(process.platform === 'win32')('blames a link by its target, and a file that was one', async () => {
    const repository = createRepository();
    repository.write('target.txt', 'one\ntwo\n');
    symlinkSync('target.txt', join(repository.root, 'link'));
    repository.commit('first');
    await expectAgreement(repository, 'link');
    renameSync(join(repository.root, 'link'), join(repository.root, 'gone'));
    repository.write('link', 'target.txt');
    repository.commit('a file now');
    await expectAgreement(repository, 'link');
  });

  test('says what is not a repository, bare, or without commits', async () => {
    const repository = createRepository();
    repository.write('a.txt', 'one\n');
    const unborn = createGit({ root: repository.root, engine });
    expect(await unborn.describe()).toMatchObject({ state: 'unborn', branch: 'main', head: null });
    expect((await unborn.blame({ path: 'a.txt' })).lines[0]?.committed).toBe(false);
    await expect(unborn.fileHistory({ path: 'a.txt' })).rejects.toMatchObject({ code: 'GIT_NO_COMMITS' });
    const bare = join(dirname(repository.root), 'bare.git');
    execFileSync('git', ['init', '-q', '--bare', bare]);
    expect((await createGit({ root: bare, engine }).describe()).state).toBe('bare');
    await expect(createGit({ root: bare, engine }).blame({ path: 'a.txt' })).rejects.toMatchObject({
      code: 'GIT_BARE',
    });
    const plain = join(dirname(repository.root), 'plain');
    mkdirSync(plain);
    writeFileSync(join(plain, 'a.txt'), 'one\n');
    expect((await createGit({ root: plain, engine }).describe()).state).toBe('none');
    await expect(createGit({ root: plain, engine }).blame({ path: 'a.txt' })).rejects.toMatchObject({
      code: 'NOT_A_GIT_REPOSITORY',
    });
  });

  test('stops when nobody waits any more, and streams lines before the end', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(2000));
    repository.commit('first');
    for (let step = 0; step < 12; step += 1) {
      repository.write('a.txt', numbered(2000).replace(`line ${step * 50 + 5}\n`, `step ${step}\n`));
      repository.commit(`step ${step}`);
    }
    const git = createGit({ root: repository.root, engine });
    const controller = new AbortController();
    const cancelled = git.blame({ path: 'a.txt' }, { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    let streamed = 0;
    const blame = await git.blame({ path: 'a.txt' }, { onLines: (lines) => (streamed += lines.length) });
    expect(streamed).toBeGreaterThan(0);
    expect(streamed).toBeLessThanOrEqual(blame.lines.length);
  });
});

describe.each(['git', 'isomorphic'] as const)('a second blame by the %s engine', (engine) => {
  test('is the first one, until the text, the commit or what blame rests on changes', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(5));
    repository.commit('first');
    const git = createGit({ root: repository.root, engine });
    const summaries = async (revision?: string): Promise<string[]> =>
      (await git.blame({ path: 'a.txt', revision })).lines.map(({ summary }) => summary);
    const first = await git.blame({ path: 'a.txt' });
    expect((await git.blame({ path: 'a.txt' })).lines).toEqual(first.lines);
    expect((await git.blame({ path: 'a.txt', firstLine: 2, lastLine: 3 })).lines).toEqual(first.lines.slice(1, 3));

    repository.write('a.txt', numbered(5).replace('line 3\n', 'three\n'));
    expect(await summaries()).toEqual(['first', 'first', 'not committed yet', 'first', 'first']);
    repository.commit('second');
    expect(await summaries()).toEqual(['first', 'first', 'second', 'first', 'first']);
    expect(await summaries('HEAD')).toEqual(await summaries());
    expect(new Set(await summaries('HEAD~1'))).toEqual(new Set(['first']));

    repository.write('.mailmap', 'Somebody Else <ada@example.org>\n');
    const { lines } = await git.blame({ path: 'a.txt' });
    const authors = repository.git('log', '-1', '--use-mailmap', '--format=%aN').trim();
    expect(lines[0]?.author).toBe(authors);
  });
});
