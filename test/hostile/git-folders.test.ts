import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walkRoot } from '../../src/engine/ingest/walk.ts';
import { resolveRoot } from '../../src/engine/repositories/root.ts';
import { ada, commit, git } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const limits = { maxFileBytes: 1024 * 1024, includeVendored: false };
const read = (root: string): string[] =>
  walkRoot(root, limits)
    .files.filter((file) => file.skip === null)
    .map((file) => file.path);

describe('a bare repository is never content', () => {
  it.each(['.bare', 'foo.git', 'deep/down/store', 'objects'])('below a plain folder, called %s', (name) => {
    const root = temporaryFolder();
    git(root, ['init', '-q', '--bare', name]);
    writeFileSync(join(root, 'a.py'), 'a = 1\n');
    expect(read(root)).toEqual(['a.py']);
    expect(walkRoot(root, limits).files).toContainEqual(
      expect.objectContaining({ path: `${name}/`, skip: expect.objectContaining({ reason: 'special' }) }),
    );
  });

  it('behind a .git file, with worktrees beside it that are', () => {
    const folder = temporaryFolder();
    const source = join(folder, 'source');
    const root = join(folder, 'project');
    mkdirSync(source);
    mkdirSync(root);
    git(source, ['init', '-q']);
    commit(source, { files: { 'a.py': 'a = 1\n' }, author: ada, date: '2024-01-01T00:00:00Z', message: 'a' });
    git(root, ['clone', '-q', '--bare', source, '.bare']);
    writeFileSync(join(root, '.git'), 'gitdir: ./.bare\n');
    git(root, ['worktree', 'add', '-q', 'tree']);
    expect(read(root)).toEqual(['tree/a.py']);
  });

  it('inside a repository too, even where its files are tracked', () => {
    const root = temporaryFolder();
    git(root, ['init', '-q']);
    git(root, ['init', '-q', '--bare', 'fixtures/repo']);
    commit(root, { files: { 'a.py': 'a = 1\n' }, author: ada, date: '2024-01-01T00:00:00Z', message: 'a' });
    expect(read(root)).toEqual(['a.py']);
  });

  it('but folders of such names that are none are read', () => {
    const root = temporaryFolder();
    for (const path of ['x/HEAD/a.py', 'x/objects/b.py', 'y/objects/c.py', 'y/refs/d.py']) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), 'a = 1\n');
    }
    expect(read(root)).toEqual(['x/HEAD/a.py', 'x/objects/b.py', 'y/objects/c.py', 'y/refs/d.py']);
  });
});

describe.runIf(process.platform === 'linux')('a root whose path is not valid UTF-8', () => {
  it('is refused because of its name, also when the name is one above it', async () => {
    const folder = Buffer.from(temporaryFolder());
    const bad = Buffer.concat([folder, Buffer.from('/b'), Buffer.from([0xff]), Buffer.from('d')]);
    mkdirSync(bad);
    mkdirSync(Buffer.concat([bad, Buffer.from('/inner')]));
    for (const path of [bad.toString('utf8'), join(bad.toString('utf8'), 'inner')]) {
      await expect(resolveRoot(path)).rejects.toMatchObject({
        code: 'NOT_SUPPORTED',
        message: expect.stringContaining('not valid UTF-8'),
      });
    }
  });

  it('is taken where the name really has the sign for such bytes', async () => {
    const root = join(temporaryFolder(), 'b\u{fffd}d');
    mkdirSync(root);
    await expect(resolveRoot(root)).resolves.toMatchObject({ path: root });
  });
});
