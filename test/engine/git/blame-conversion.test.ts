import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createGit } from '../../../src/engine/git/index.ts';
import { GitRepository } from '../../helpers/git-repository.ts';

let repository: GitRepository;
afterEach(() => repository.remove());

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const mark = Buffer.from([0xff, 0xfe]);

interface Scenario {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** What is on disk when it is committed. */
  readonly content: Buffer;
  /** Another line on disk. */
  readonly line: Buffer;
}

const crlf = Buffer.from('one\r\ntwo\r\n');
const line = Buffer.from('three\r\n');
const scenarios: readonly Scenario[] = [
  { name: 'eol=crlf', files: { '.gitattributes': '*.txt text eol=crlf\n' }, content: crlf, line },
  { name: 'nested attributes', files: { 'sub/.gitattributes': '*.txt text=auto eol=crlf\n' }, content: crlf, line },
  { name: 'the old name', files: { '.gitattributes': '*.txt crlf\n' }, content: crlf, line },
  { name: 'core.autocrlf', files: {}, settings: { 'core.autocrlf': 'true' }, content: crlf, line },
  {
    name: 'core.eol',
    files: { '.gitattributes': '* text=auto\n' },
    settings: { 'core.eol': 'crlf' },
    content: crlf,
    line,
  },
  {
    name: '-text',
    files: { '.gitattributes': '*.txt -text\n' },
    settings: { 'core.autocrlf': 'true' },
    content: crlf,
    line,
  },
  { name: 'info/attributes', files: { '.git/info/attributes': 'sub/* text eol=crlf\n' }, content: crlf, line },
  { name: 'a macro', files: { '.gitattributes': '[attr]dos text eol=crlf\n*.txt dos\n' }, content: crlf, line },
  {
    name: 'ident',
    files: { '.gitattributes': '*.txt ident\n' },
    content: Buffer.from('$Id$\nb\n'),
    line: Buffer.from('c\n'),
  },
  {
    name: 'working-tree-encoding',
    files: { '.gitattributes': '*.txt text working-tree-encoding=UTF-16LE eol=lf\n' },
    content: wide('first\nzwei\n'),
    line: wide('drei\n'),
  },
  {
    name: 'working-tree-encoding with a mark',
    files: { '.gitattributes': '*.txt text working-tree-encoding=UTF-16 eol=crlf\n' },
    content: Buffer.concat([mark, wide('first\r\nzwei\r\n')]),
    line: wide('drei\r\n'),
  },
  {
    name: 'UTF-16 that nothing converts',
    files: {},
    content: Buffer.concat([mark, wide('one\nਊ\n')]),
    line: wide('x\n'),
  },
];

describe.each(['git', 'isomorphic'] as const)('what is not committed yet, by the %s engine', (engine) => {
  it.each(scenarios)('is what git says is changed: $name', async ({ files, settings = {}, content, line }) => {
    repository = GitRepository.create();
    for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    const path = 'sub/a.txt';
    repository.write(path, content);
    repository.commit('first');
    // Written by git itself, as a fresh checkout would be.
    rmSync(join(repository.root, path));
    repository.git('checkout', '-q', '--', path);
    expect(repository.git('status', '--porcelain')).toBe('');
    const git = createGit({ root: repository.root, engine });
    const committed = async (): Promise<boolean[]> => (await git.blame({ path })).lines.map((each) => each.committed);
    expect(await committed()).toEqual([true, true]);
    const onDisk = readFileSync(join(repository.root, path));
    writeFileSync(join(repository.root, path), Buffer.concat([onDisk, line]));
    expect(await committed()).toEqual([true, true, false]);
    const second = await git.blame({ path, firstLine: 2, lastLine: 2 });
    expect(second.lines.map((each) => [each.line, each.committed])).toEqual([[2, true]]);
    await expect(git.blame({ path, firstLine: 4, lastLine: 9 })).rejects.toThrow('has only 3 lines');
    await expect(git.lineHistory({ path, firstLine: 2, lastLine: 2 })).resolves.toMatchObject({
      entries: [{ summary: 'first' }],
    });
    await expect(git.lineHistory({ path, firstLine: 4, lastLine: 9 })).rejects.toThrow('has only 3 lines');
  });

  it('is none of a file that Git LFS keeps, as long as it is the one that was committed', async () => {
    repository = GitRepository.create();
    const file = Buffer.from('a\nb\nc\nd\n');
    const oid = createHash('sha256').update(file).digest('hex');
    repository.write('a.txt', `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`);
    repository.commit('first');
    repository.write('a.txt', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${file.length}\n`);
    repository.write('.gitattributes', '*.txt filter=lfs -text\n');
    repository.commit('second');
    repository.write('a.txt', file);
    const git = createGit({ root: repository.root, engine });
    const { lines } = await git.blame({ path: 'a.txt' });
    expect(lines.map(({ line, summary, committed }) => [line, summary, committed])).toEqual(
      [1, 2, 3, 4].map((line) => [line, 'second', true]),
    );
    repository.write('a.txt', 'another\n');
    expect((await git.blame({ path: 'a.txt' })).lines.map(({ committed }) => committed)).toEqual([false]);
  });
});

it('falls back to the engine that can read a repository of a newer git', async () => {
  repository = GitRepository.create();
  repository.write('a.txt', 'a\nb\n');
  repository.commit('first');
  repository.git('config', 'core.repositoryformatversion', '1');
  repository.git('config', 'extensions.fromTheFuture', 'true');
  const blame = await createGit({ root: repository.root, engine: 'auto' }).blame({ path: 'a.txt' });
  expect([blame.engine, blame.lines.map(({ summary }) => summary)]).toEqual(['isomorphic', ['first', 'first']]);
  await expect(createGit({ root: repository.root, engine: 'git' }).blame({ path: 'a.txt' })).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
  });
});
