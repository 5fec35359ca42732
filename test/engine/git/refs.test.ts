import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readHead, resolveRef } from '../../../src/engine/git/repository/refs.ts';
import { openRepository } from '../../../src/engine/git/repository/repository.ts';
import { GitRepository } from '../../helpers/git-repository.ts';

let repository: GitRepository;
afterEach(() => repository.remove());

function create(): { commit: string; git: (name: string) => string } {
  repository = GitRepository.create();
  repository.write('a.txt', 'a\n');
  return { commit: repository.commit('a'), git: (name) => join(repository.root, '.git', name) };
}
const head = (): ReturnType<typeof readHead> => readHead(openRepository(repository.root));

it('refs that name each other in a circle are an error in words, wherever the circle starts', async () => {
  const { git } = create();
  for (const [file, text] of [
    ['HEAD', 'ref: HEAD'],
    ['HEAD', 'ref: refs/heads/main'],
  ] as const) {
    writeFileSync(git(file), `${text}\n`);
    writeFileSync(git('refs/heads/main'), 'ref: refs/heads/other\n');
    writeFileSync(git('refs/heads/other'), 'ref: refs/heads/main\n');
    await expect(head()).rejects.toMatchObject({ code: 'GIT_FAILED', message: expect.stringContaining('in a circle') });
  }
});

it('a HEAD that is a link to its branch, git’s first form, is read; one that leads elsewhere is not taken for a branch', async () => {
  const { commit, git } = create();
  rmSync(git('HEAD'));
  symlinkSync('refs/heads/main', git('HEAD'));
  expect(repository.head()).toBe(commit);
  await expect(head()).resolves.toEqual({ commit, branch: 'main' });
  rmSync(git('HEAD'));
  symlinkSync('refs/heads/../../../outside', git('HEAD'));
  await expect(head()).resolves.toMatchObject({ commit: null });
});

it('a branch that names another one, packed or not, is followed', async () => {
  const { commit, git } = create();
  repository.git('branch', 'stable');
  repository.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/stable');
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/alias');
  await expect(head()).resolves.toEqual({ commit, branch: 'alias' });
  repository.git('pack-refs', '--all');
  expect(readFileSync(git('packed-refs'), 'utf8')).toContain('refs/heads/stable');
  await expect(head()).resolves.toEqual({ commit, branch: 'alias' });
  await expect(resolveRef(openRepository(repository.root), 'alias')).resolves.toBe(commit);
});
