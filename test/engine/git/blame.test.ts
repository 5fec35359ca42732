import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGit } from '../../../src/engine/git/index.ts';
import { checksFor, cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import { referenceBlame } from '../../helpers/git-repository.ts';

cleanUpAfterTests();

const block = (name: string): string => `function ${name}() {\n  if (x) {\n    return;\n  }\n\n  run();\n}\n\n`;

describe.each(['git', 'isomorphic'] as const)('blame by the %s engine', (engine) => {
  const { blameOf, expectAgreement } = checksFor(engine);

  test('names the commit, author and place of each line of a linear history', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(30));
    repository.commit('first', { author: 'Grace Hopper <grace@example.org>' });
    repository.write('a.txt', numbered(30).replace('line 7\n', 'changed\n').replace('line 20\n', 'line 20\nadded\n'));
    repository.commit('second\n\nwith a body');
    repository.write('a.txt', `top\n${numbered(30).replace('line 7\n', 'changed\n').replace('line 3\n', '')}`);
    repository.commit('third');
    const lines = await expectAgreement(repository, 'a.txt');
    expect(new Set(lines.map(({ summary }) => summary))).toEqual(new Set(['first', 'second', 'third']));
  });

  test('says when a line was written, with the offset of the author', async () => {
    const repository = createRepository();
    repository.write('a.txt', 'one\n');
    repository.commit('first', { date: '1500000000 -0330' });
    const blame = await createGit({ root: repository.root, engine }).blame({ path: 'a.txt' });
    expect(blame.lines[0]?.date).toBe('2017-07-13T23:10:00-03:30');
  });

  test('marks lines that are not committed yet, and all lines of a new file', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('first');
    repository.write('a.txt', numbered(10).replace('line 4\n', 'mine\nmine too\n'));
    repository.write('staged.txt', 'one\ntwo\n');
    repository.git('add', 'staged.txt');
    repository.write('untracked.txt', 'one\ntwo\n');
    await expectAgreement(repository, 'a.txt');
    await expectAgreement(repository, 'staged.txt');
    const untracked = await createGit({ root: repository.root, engine }).blame({ path: 'untracked.txt' });
    expect(untracked.lines.map(({ committed, commit, summary }) => ({ committed, commit, summary }))).toEqual([
      { committed: false, commit: '0'.repeat(40), summary: 'not committed yet' },
      { committed: false, commit: '0'.repeat(40), summary: 'not committed yet' },
    ]);
  });

  test('passes blame through clean, conflicted and octopus merges as git does', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(60));
    repository.commit('base');
    for (const [branch, line] of [
      ['one', 5],
      ['two', 25],
      ['three', 45],
    ] as const) {
      repository.git('checkout', '-q', '-b', branch, 'main');
      repository.write('a.txt', numbered(60).replace(`line ${line}\n`, `${branch}\n${branch} again\n`));
      repository.commit(branch);
    }
    repository.git('checkout', '-q', 'main');
    repository.merge('--no-ff', 'one');
    repository.merge('two', 'three');
    await expectAgreement(repository, 'a.txt');
    repository.git('checkout', '-q', '-b', 'left');
    repository.write('a.txt', numbered(60, 'left'));
    repository.commit('left');
    repository.git('checkout', '-q', '-b', 'right', 'main');
    repository.write('a.txt', numbered(40, 'right') + numbered(20));
    repository.commit('right');
    repository.tryGit('merge', '-q', 'left');
    repository.write('a.txt', numbered(20, 'left') + numbered(20, 'right') + 'both\n');
    repository.commit('resolved');
    await expectAgreement(repository, 'a.txt');
  });

  test('knows both sides while a merge is in progress', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(30));
    repository.commit('base');
    repository.git('checkout', '-q', '-b', 'other');
    repository.write('a.txt', `${numbered(30)}other\n`);
    repository.commit('other');
    repository.git('checkout', '-q', 'main');
    repository.write('a.txt', `main\n${numbered(30)}`);
    repository.commit('main');
    repository.git('merge', '-q', '--no-commit', 'other');
    await expectAgreement(repository, 'a.txt');
  });

  test('follows a renamed and edited file, and not a copied one', async () => {
    const repository = createRepository();
    repository.write('old/name.txt', numbered(40));
    repository.write('decoy.txt', numbered(12, 'decoy'));
    repository.commit('first');
    repository.git('mv', 'old/name.txt', 'moved.txt');
    repository.git('rm', '-q', 'decoy.txt');
    repository.write('moved.txt', numbered(40).replace('line 9\n', 'edited\n'));
    repository.commit('moved');
    repository.write('new/name.txt', `${numbered(40)}more\n`);
    repository.commit('copied');
    const moved = await expectAgreement(repository, 'moved.txt');
    expect(moved[0]?.originalPath).toBe('old/name.txt');
    await expectAgreement(repository, 'new/name.txt');
  });

  test('prefers the gone file of the same name to a more similar one', async () => {
    const repository = createRepository();
    repository.write('a/util.txt', numbered(50) + numbered(8, 'a'));
    repository.write('b/close.txt', numbered(50) + numbered(2, 'b'));
    repository.commit('first');
    repository.git('rm', '-q', '-r', 'a', 'b');
    repository.write('c/util.txt', numbered(50) + numbered(2, 'c'));
    repository.commit('moved');
    await expectAgreement(repository, 'c/util.txt');
  });

  test('sees changes of line ends and of mode as git does', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('LF');
    repository.git('update-index', '--chmod=+x', 'a.txt');
    repository.git('commit', '-q', '-m', 'mode');
    repository.git('checkout', '-q', '--', 'a.txt');
    await expectAgreement(repository, 'a.txt');
    repository.write('a.txt', numbered(10).replace('line 5\n', 'line 5\r\n'));
    repository.commit('one CRLF');
    await expectAgreement(repository, 'a.txt');
    repository.write('a.txt', numbered(10).replaceAll('\n', '\r\n'));
    repository.commit('CRLF');
    await expectAgreement(repository, 'a.txt');
    expect(await blameOf(repository.root, { path: 'a.txt', ignoreWhitespace: true })).toEqual(
      referenceBlame(repository, 'a.txt', '-w'),
    );
  });

  test('takes line ends as core.autocrlf would commit them', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('first');
    repository.git('config', 'core.autocrlf', 'true');
    repository.write('a.txt', numbered(10).replace('line 4\n', 'mine\n').replaceAll('\n', '\r\n'));
    await expectAgreement(repository, 'a.txt');
  });

  test('puts a change that could slide where git puts it', async () => {
    const repository = createRepository();
    repository.write('a.c', block('one') + block('two') + block('four'));
    repository.commit('first');
    repository.write('a.c', block('one') + block('two') + block('three') + block('four'));
    repository.commit('second');
    repository.write('a.c', `${block('zero')}${block('one')}${block('two')}${block('two')}${block('three')}`);
    repository.commit('third');
    await expectAgreement(repository, 'a.c');
  });

  test('blames empty files, files without a last line end, binary and very long ones', async () => {
    const repository = createRepository();
    repository.write('empty.txt', '');
    repository.write('short.txt', 'a\nb');
    repository.write('binary.bin', Buffer.from([0, 1, 2, 10, 3, 4, 10, 0]));
    repository.commit('first');
    repository.write('short.txt', 'a\nb\nc');
    repository.write('binary.bin', Buffer.from([0, 1, 2, 10, 3, 5, 10, 0]));
    repository.commit('second');
    expect(await blameOf(repository.root, { path: 'empty.txt' })).toEqual([]);
    await expectAgreement(repository, 'short.txt');
    await expectAgreement(repository, 'binary.bin');
    repository.write('long.txt', numbered(50_000));
    repository.commit('long');
    repository.write('long.txt', numbered(50_000).replace('line 777\n', '').replace('line 40000\n', 'new\n'));
    repository.commit('longer');
    const git = createGit({ root: repository.root, engine });
    await expect(git.blame({ path: 'long.txt' })).rejects.toMatchObject({ code: 'GIT_OVER_LIMIT' });
    const { lines } = await git.blame({ path: 'long.txt', force: true });
    expect(lines.map(({ commit }) => commit)).toEqual(
      referenceBlame(repository, 'long.txt').map(({ commit }) => commit),
    );
  });

  test('counts lines that end in CR alone as Whence does everywhere', async () => {
    const repository = createRepository();
    repository.write('a.txt', 'one\rtwo\rthree\nfour\n');
    const first = repository.commit('first');
    repository.write('a.txt', 'one\rtwo\rthree\nfive\n');
    const second = repository.commit('second');
    const { lines } = await createGit({ root: repository.root, engine }).blame({ path: 'a.txt' });
    expect(lines.map(({ commit }) => commit)).toEqual([first, first, first, second]);
  });

  test.skipIf(process.platform === 'win32')('takes any file name', async () => {
    const repository = createRepository();
    const names = [
      'with space.txt',
      'quote"\'.txt',
      'new\nline.txt',
      'ünï — 文.txt',
      '-dash.txt',
      ':colon.txt',
      'star*[a].txt',
    ];
    for (const name of names) repository.write(name, 'one\ntwo\n');
    repository.commit('first');
    for (const name of names) repository.write(name, `zero\none\ntwo\n${name}\n`);
    repository.commit('second');
    const git = createGit({ root: repository.root, engine });
    const expected = referenceBlame(repository, 'with space.txt').map(({ commit }) => commit);
    for (const path of names) {
      const { lines } = await git.blame({ path });
      expect(lines.slice(0, 4).map(({ commit }) => commit)).toEqual(expected);
      expect(lines[0]?.originalPath).toBe(path);
    }
  });

  test('takes odd authors and clocks that run backwards', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(10));
    repository.commit('first', { author: 'D\'Arcy "Q" Ünï, Jr. <a+b@[127.0.0.1]>', date: '1700000000 +1400' });
    repository.write('a.txt', numbered(10).replace('line 3\n', 'x\n'));
    repository.commit('second', { author: '名前 <>', date: '1200000000 -1200' });
    repository.write('a.txt', numbered(10).replace('line 3\n', 'x\n').replace('line 8\n', 'y\n'));
    repository.commit('third', { date: '100000000 +0000' });
    await expectAgreement(repository, 'a.txt');
  });

  test('gives authors the names of the mailmap', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(4));
    repository.commit('first', { author: 'ada <ADA@old.example.org>' });
    repository.write('a.txt', `${numbered(4)}x\n`);
    repository.commit('second', { author: 'bot <shared@example.org>' });
    repository.write('a.txt', `${numbered(4)}x\ny\n`);
    repository.commit('third', { author: 'Someone <shared@example.org>' });
    repository.write(
      '.mailmap',
      '# people\nAda Lovelace <ada@example.org> <ada@old.example.org>\nRobot <robot@example.org> BOT <shared@example.org>\n',
    );
    repository.commit('map');
    const lines = await expectAgreement(repository, 'a.txt');
    expect(new Set(lines.map(({ author }) => author))).toEqual(new Set(['Ada Lovelace', 'Robot', 'Someone']));
  });

  test('passes over the commits of .git-blame-ignore-revs', async () => {
    const repository = createRepository();
    const before = 'def f(a,b):\n  return a+b\n\ndef g( x ):\n  y=x*2\n  return y\n\nvalue={1:"one",2:"two"}\n';
    repository.write('a.py', before);
    repository.commit('first');
    repository.write('a.py', before.replace('y=x*2', 'y=x*3'));
    repository.commit('second');
    repository.write(
      'a.py',
      '# formatted\ndef f(a, b):\n    return a + b\n\n\ndef g(x):\n    y = x * 3\n    return y\n\n\nvalue = {\n    1: "one",\n    2: "two",\n}\n',
    );
    const formatting = repository.commit('format');
    repository.write('.git-blame-ignore-revs', `# formatting\n${formatting}\nnot an id\n`);
    repository.commit('ignore');
    repository.write('../ignored', `${formatting}\n`);
    await expectAgreement(repository, 'a.py', '--ignore-revs-file', join(dirname(repository.root), 'ignored'));
  });

  test('blames at a revision, and only the lines asked for', async () => {
    const repository = createRepository();
    repository.write('a.txt', numbered(20));
    repository.commit('first');
    repository.git('tag', '-a', '-m', 'one', 'v1');
    repository.write('a.txt', numbered(20).replace('line 9\n', 'nine\n'));
    const second = repository.commit('second');
    repository.write('a.txt', numbered(20, 'all'));
    repository.commit('third');
    for (const revision of ['v1', 'HEAD^', 'HEAD~2', second.slice(0, 9), 'main~1^{commit}']) {
      expect(await blameOf(repository.root, { path: 'a.txt', revision })).toEqual(
        referenceBlame(repository, 'a.txt', revision),
      );
    }
    const range = await blameOf(repository.root, { path: 'a.txt', revision: second, firstLine: 8, lastLine: 10 });
    expect(range).toEqual(referenceBlame(repository, 'a.txt', '-L8,10', second));
    const git = createGit({ root: repository.root, engine });
    await expect(git.blame({ path: 'a.txt', revision: 'nowhere' })).rejects.toMatchObject({
      code: 'GIT_REVISION_UNKNOWN',
    });
    await expect(git.blame({ path: 'b.txt', revision: 'HEAD' })).rejects.toMatchObject({
      code: 'GIT_FILE_NOT_TRACKED',
    });
    await expect(git.blame({ path: '../a.txt' })).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOT' });
    await expect(git.blame({ path: 'a.txt', revision: '--output=x' })).rejects.toMatchObject({
      code: 'GIT_REVISION_UNKNOWN',
    });
  });
});
