import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createGit } from '../../src/engine/git/index.ts';
import { GitRepository } from '../helpers/git-repository.ts';

/** What stands after `author ` in a commit, and what is to be told of it. */
const odd: readonly { readonly line: string; readonly author: string; readonly date: string | null }[] = [
  { line: 'N <n@x> -86400 +0000', author: 'N', date: '1969-12-31T00:00:00+00:00' },
  { line: 'N <n@x> -62135596800 +0000', author: 'N', date: '0001-01-01T00:00:00+00:00' },
  { line: 'N <n@x> -62230000000 +0000', author: 'N', date: '-000002-01-04T08:53:20+00:00' },
  { line: 'N <n@x> 253402300800 +0100', author: 'N', date: '+010000-01-01T01:00:00+01:00' },
  { line: 'N <n@x> 9223372036854775808 +0000', author: 'N', date: null },
  { line: 'N <n@x> 12345678901234567890123456 +0000', author: 'N', date: null },
  { line: 'N <n@x> notatime zone', author: 'N', date: null },
  { line: 'N <n@x>', author: 'N', date: null },
  { line: 'N <n@x> 1700000000', author: 'N', date: '2023-11-14T22:13:20+00:00' },
  { line: 'N <n@x> 1700000000 +9999', author: 'N', date: '2023-11-14T22:13:20+00:00' },
  { line: 'N 1700000000 +0000', author: 'N 1700000000 +0000', date: null },
  { line: '<> 1700000000 +0000', author: '', date: '2023-11-14T22:13:20+00:00' },
  { line: 'A <a <b> c> 1700000000 +0000', author: 'A', date: '2023-11-14T22:13:20+00:00' },
  { line: '%aN %aI <%aE> 1700000000 +0000', author: '%aN %aI', date: '2023-11-14T22:13:20+00:00' },
  { line: '\u0001\u001b[31m <n@x> 1700000000 +0000', author: '\u0001\u001b[31m', date: '2023-11-14T22:13:20+00:00' },
];

/** Writes the object itself: the git command refuses most of these. */
function writeCommit(repository: GitRepository, text: string): string {
  const object = Buffer.from(`commit ${Buffer.byteLength(text)}\0${text}`);
  const id = createHash('sha1').update(object).digest('hex');
  const file = join(repository.root, '.git', 'objects', id.slice(0, 2), id.slice(2));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, deflateSync(object));
  return id;
}

/** A repository whose file got one line from each odd commit, oldest first. */
function create(path: string): { repository: GitRepository; ids: string[] } {
  const repository = GitRepository.create();
  const ids: string[] = [];
  let text = '';
  for (const { line } of odd) {
    text += `${ids.length}\n`;
    repository.write(path, text);
    repository.git('add', '-A');
    const parent = ids.length === 0 ? '' : `parent ${ids.at(-1)}\n`;
    const tree = repository.git('write-tree').trim();
    const commit = `tree ${tree}\n${parent}author ${line}\ncommitter C <c@x> ${1_700_000_000 + ids.length} +0000\n\ns${ids.length}\n`;
    const id = writeCommit(repository, commit);
    repository.git('update-ref', 'HEAD', id);
    ids.push(id);
  }
  return { repository, ids };
}

const path = 'tab\there é\u0001.txt';
const { repository, ids } = create(path);
afterAll(() => repository.remove());

describe.each(['git', 'isomorphic'] as const)('commits that no git would make, read by the %s engine', (engine) => {
  const git = createGit({ root: repository.root, engine });

  it('blame, history and the commit itself tell the same author and date', async () => {
    const wanted = odd.map(({ author, date }, at) => ({ commit: ids[at], author, date, summary: `s${at}` }));
    const { lines } = await git.blame({ path });
    expect(lines.map(({ commit, author, date, summary }) => ({ commit, author, date, summary }))).toEqual(wanted);
    const { entries } = await git.fileHistory({ path });
    expect(entries.map(({ commit, author, date, summary }) => ({ commit, author, date, summary }))).toEqual(
      wanted.toReversed(),
    );
    const lineEntries = (await git.lineHistory({ path, firstLine: 5, lastLine: 5 })).entries;
    expect(lineEntries.map(({ author, date }) => ({ author, date }))).toEqual([{ author: 'N', date: null }]);
    for (const at of [0, 4, 10]) {
      await expect(git.commit(ids[at]!)).resolves.toMatchObject({ author: odd[at]?.author, date: odd[at]?.date });
    }
  });

  it('counts lines of a file whose name holds a tab and other controls', async () => {
    await expect(git.commit('HEAD')).resolves.toMatchObject({ files: [{ path, added: 1, removed: 0, binary: false }] });
    expect((await git.fileHistory({ path })).entries[0]).toMatchObject({ path, change: 'modified' });
  });
});

describe.each(['git', 'isomorphic'] as const)('names of files, read by the %s engine', (engine) => {
  it('may hold what separates entries of a history', async () => {
    const other = GitRepository.create();
    const names = ['a\nM', `\u0001${'a'.repeat(40)}`, 'R100\t-', '"q"\\'];
    for (const name of names) {
      // Nothing like another file's, so that none looks renamed.
      const text = Array.from({ length: 20 }, (_, line) => `${name.length ** 9 * (line + 3)}\n`).join('');
      other.write(name, text);
      other.commit('make');
      other.write(name, `${text}4\n`);
      other.commit('change');
      const git = createGit({ root: other.root, engine });
      const { entries } = await git.fileHistory({ path: name });
      expect(entries.map(({ path, change }) => [path, change])).toEqual([
        [name, 'modified'],
        [name, 'added'],
      ]);
      await expect(git.commit('HEAD')).resolves.toMatchObject({ files: [{ path: name, added: 1, removed: 0 }] });
    }
    other.remove();
  });
});
