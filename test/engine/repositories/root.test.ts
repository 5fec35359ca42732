import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { confirmRoot, countFiles, isTooWide, resolveRoot } from '../../../src/engine/repositories/root.ts';
import { runAsOrdinaryUser } from '../../helpers/as-ordinary-user.ts';
import { ada, commit, git } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('resolveRoot', () => {
  it('tells repository, folder inside one, linked worktree and plain folder apart', async () => {
    const folder = temporaryFolder();
    const repository = join(folder, 'repo');
    mkdirSync(join(repository, 'src'), { recursive: true });
    mkdirSync(join(folder, 'plain'));
    git(repository, ['init', '--quiet']);
    commit(repository, { files: { 'src/a.ts': '1\n' }, author: ada, date: '2024-01-01T00:00:00Z', message: 'a' });
    git(repository, ['worktree', 'add', '--quiet', '../tree']);
    git(folder, ['init', '--quiet', '--bare', 'bare.git']);
    const kinds = await Promise.all(
      ['repo', 'repo/src', 'tree', 'tree/src', 'plain', 'bare.git'].map(
        async (path) => (await resolveRoot(join(folder, path))).kind,
      ),
    );
    expect(kinds).toEqual(['repository', 'repository-folder', 'worktree', 'repository-folder', 'folder', 'repository']);
  });

  it('gives one id to every spelling of a path', async () => {
    const folder = temporaryFolder();
    const real = join(folder, 'a folder with "quotes"\nand a newline');
    mkdirSync(real);
    symlinkSync(real, join(folder, 'link'));
    const spellings = [real, real + sep, join(folder, 'link'), `${real}${sep}.${sep}`];
    const ids = await Promise.all(spellings.map(async (path) => (await resolveRoot(path)).repositoryId));
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['no such path', 'nowhere', 'PATH_NOT_FOUND'],
    ['a path below a file', 'file/below', 'PATH_NOT_FOUND'],
    ['a file', 'file', 'PATH_NOT_A_FOLDER'],
    ['an impossible path', 'a\0b', 'PATH_NOT_FOUND'],
    ['a link in a circle', 'circle', 'PATH_NOT_FOUND'],
  ])('refuses %s', async (_what, path, code) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('circle', join(folder, 'circle'));
    await expect(resolveRoot(folder + sep + path)).rejects.toMatchObject({ code });
  });

  it('refuses a folder that may not be read', ({ skip }) => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o000 });
    const code = `
      import { resolveRoot } from ${JSON.stringify(new URL('../../../src/engine/repositories/root.ts', import.meta.url).href)};
      resolveRoot(${JSON.stringify(closed)}).then(() => console.log('resolved'), (error) => console.log(error.code));`;
    const said = runAsOrdinaryUser(['--input-type=module', '--eval', code]);
    chmodSync(closed, 0o700);
    skip(said === null, 'nobody here whom permissions stop');
    expect(said?.trim()).toBe('PATH_NOT_READABLE');
  });
});

describe('wide roots', () => {
  it('are the file-system root, home and what lies above it, and nothing below', () => {
    const home = join(sep, 'home', 'ada');
    const wide = [sep, join(sep, 'home'), home].map((path) => isTooWide(path, home));
    const narrow = [join(home, 'code'), join(sep, 'home', 'ad'), join(sep, 'srv')].map((path) => isTooWide(path, home));
    expect([...wide, ...narrow]).toEqual([true, true, true, false, false, false]);
    expect(isTooWide(homedir())).toBe(true);
  });

  it('are asked about with a count', async () => {
    const root = { repositoryId: 'x', path: dirname(homedir()), name: 'home', kind: 'folder' as const };
    await expect(confirmRoot(root)).rejects.toMatchObject({
      code: 'ROOT_TOO_LARGE',
      data: { files: expect.any(Number) as number },
    });
  });

  it('counts files without following links, up to a limit', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    for (const name of ['1', 'a/2', 'a/b/3']) writeFileSync(join(folder, name), '');
    symlinkSync(folder, join(folder, 'a', 'loop'));
    expect(await countFiles(folder)).toBe(4);
    expect(await countFiles(folder, 1)).toBeGreaterThanOrEqual(1);
  });
});
