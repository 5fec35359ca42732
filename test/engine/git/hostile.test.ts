import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGit, describeGit } from '../../../src/engine/git/index.ts';
import { cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import type { GitRepository } from '../../helpers/git-repository.ts';

cleanUpAfterTests();

/** A repository in which everything that can name a program names one that leaves a mark. */
function createHostile(): { repository: GitRepository; mark: string } {
  const repository = createRepository();
  const folder = dirname(repository.root);
  const mark = join(folder, 'it-ran');
  const trap = join(folder, 'trap');
  writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`);
  chmodSync(trap, 0o755);
  repository.write('a.txt', numbered(20));
  repository.commit('first');
  repository.write('a.txt', numbered(20).replace('line 3\n', 'three\n'));
  repository.write('b/image.dat', Buffer.from([1, 2, 0, 3]));
  repository.commit('second');
  const configuration: readonly (readonly [string, string])[] = [
    ['core.fsmonitor', trap],
    ['core.pager', trap],
    ['pager.blame', 'true'],
    ['pager.log', trap],
    ['core.editor', trap],
    ['core.askPass', trap],
    ['core.sshCommand', trap],
    ['core.gitProxy', trap],
    ['core.alternateRefsCommand', trap],
    ['core.hooksPath', join(folder, 'hooks')],
    ['credential.helper', `!${trap}`],
    ['diff.external', trap],
    ['diff.trap.command', trap],
    ['diff.trap.textconv', trap],
    ['diff.trap.cachetextconv', 'true'],
    ['filter.trap.clean', trap],
    ['filter.trap.smudge', trap],
    ['filter.trap.process', trap],
    ['filter.trap.required', 'true'],
    ['log.showSignature', 'true'],
    ['gpg.program', trap],
    ['gpg.ssh.program', trap],
    ['alias.blame', `!${trap}`],
    ['alias.log', `!${trap}`],
    ['color.ui', 'always'],
    ['log.follow', 'true'],
    ['format.pretty', 'fuller'],
    ['diff.noprefix', 'true'],
    ['diff.orderFile', join(folder, 'missing')],
    ['blame.date', 'relative'],
    ['blame.showEmail', 'true'],
    ['blame.ignoreRevsFile', join(folder, 'missing')],
    ['blame.markIgnoredLines', 'true'],
    ['remote.origin.url', `ext::${trap}`],
    ['remote.origin.uploadpack', trap],
    ['remote.origin.promisor', 'true'],
    ['protocol.ext.allow', 'always'],
    ['protocol.allow', 'always'],
    ['uploadpack.packObjectsHook', trap],
  ];
  for (const [key, value] of configuration) repository.git('config', key, value);
  repository.write('.gitattributes', '* filter=trap diff=trap\n');
  mkdirSync(join(folder, 'hooks'));
  for (const hook of ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'fsmonitor-watchman']) {
    for (const hooks of [join(folder, 'hooks'), join(repository.root, '.git', 'hooks')]) {
      mkdirSync(hooks, { recursive: true });
      writeFileSync(join(hooks, hook), `#!/bin/sh\n'${trap}' ${hook}\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
  }
  repository.write('a.txt', numbered(20).replace('line 3\n', 'three\n').replace('line 9\n', 'mine\n'));
  return { repository, mark };
}

describe.each(['git', 'isomorphic'] as const)('a hostile repository, read by the %s engine', (engine) => {
  const before = { ...process.env };

  beforeEach(() => {
    // What a shell that was led astray would hand on.
    process.env['GIT_EXTERNAL_DIFF'] = '/nonexistent/program';
    process.env['GIT_DIR'] = '/nonexistent';
    process.env['GIT_CONFIG_COUNT'] = '1';
    process.env['GIT_CONFIG_KEY_0'] = 'core.pager';
    process.env['GIT_CONFIG_VALUE_0'] = '/nonexistent/program';
  });
  afterEach(() => {
    for (const name of ['GIT_EXTERNAL_DIFF', 'GIT_DIR', 'GIT_CONFIG_COUNT', 'GIT_CONFIG_KEY_0', 'GIT_CONFIG_VALUE_0']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  test.skipIf(process.platform === 'win32')('answers every question and runs nothing of it', async () => {
    for (const name of ['GIT_DIR', 'GIT_CONFIG_COUNT']) delete process.env[name];
    const { repository, mark } = createHostile();
    process.env['GIT_DIR'] = '/nonexistent';
    process.env['GIT_CONFIG_COUNT'] = '1';
    // Making the repository runs git plainly, which may set the traps off.
    rmSync(mark, { force: true });
    const seen = (): string => (existsSync(mark) ? readFileSync(mark, 'utf8') : '');

    const git = createGit({ root: repository.root, engine });
    await describeGit(repository.root);
    const { lines } = await git.blame({ path: 'a.txt' });
    expect(lines.map(({ summary }) => summary).filter((_, at) => [0, 2, 8].includes(at))).toEqual([
      'first',
      'second',
      'not committed yet',
    ]);
    const history = await git.fileHistory({ path: 'a.txt' });
    expect(history.entries.map(({ summary }) => summary)).toEqual(['second', 'first']);
    expect((await git.lineHistory({ path: 'a.txt', firstLine: 3, lastLine: 3 })).entries).toHaveLength(2);
    const commit = await git.commit('HEAD');
    expect(commit.files.map(({ path, binary }) => [path, binary])).toEqual([
      ['a.txt', false],
      ['b/image.dat', true],
    ]);
    expect((await git.diff({ commit: 'HEAD', path: 'a.txt' })).lines.some(({ kind }) => kind === 'added')).toBe(true);
    expect(await git.readFile({ path: 'a.txt', revision: 'HEAD' })).toContain('three');
    await expect(
      git.blame({ path: 'a.txt', revision: 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef' }),
    ).rejects.toMatchObject({
      name: 'WhenceError',
    });
    expect(seen()).toBe('');

    // The traps do work: git run plainly falls into them.
    for (const name of ['GIT_DIR', 'GIT_CONFIG_COUNT', 'GIT_EXTERNAL_DIFF']) delete process.env[name];
    repository.tryGit('status');
    repository.tryGit('diff', 'HEAD');
    expect(seen()).not.toBe('');
  });
});

/** Only root can give a repository to somebody else. */
describe.skipIf(process.getuid?.() !== 0)('a repository of another user', () => {
  test('is refused by the git engine in words, and read by the one that runs nothing', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(3));
    repository.commit('first');
    for (const path of ['.', '.git', 'a.txt']) chownSync(join(repository.root, path), 12_345, 12_345);
    const { root } = repository;
    await expect(createGit({ root, engine: 'git' }).blame({ path: 'a.txt' })).rejects.toMatchObject({
      code: 'GIT_UNSAFE_OWNERSHIP',
      message: expect.stringContaining('safe.directory') as string,
    });
    // What is said to serve such a repository is what does, for every question.
    const git = createGit({ root, engine: 'auto' });
    const blame = await git.blame({ path: 'a.txt' });
    const { state, engine } = await describeGit(root);
    expect([state, engine]).toEqual(['unsafe', 'isomorphic']);
    expect([blame.engine, blame.lines.length]).toEqual([engine, 3]);
    expect((await git.fileHistory({ path: 'a.txt' })).entries).toHaveLength(1);
    expect((await git.lineHistory({ path: 'a.txt', firstLine: 1, lastLine: 1 })).entries).toHaveLength(1);
    expect((await git.commit('HEAD')).summary).toBe('first');
  });

  test('counts as such where only the shared part of a worktree is theirs', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(3));
    repository.commit('first');
    repository.git('worktree', 'add', '-q', '../tree');
    const tree = join(repository.root, '..', 'tree');
    expect((await describeGit(tree)).state).toBe('ready');
    chownSync(join(repository.root, '.git'), 12_345, 12_345);
    expect((await describeGit(tree)).state).toBe('unsafe');
  });
});
