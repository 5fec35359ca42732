import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walkRoot } from '../../../src/engine/ingest/walk.ts';
import { ada, commit, git, writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const limits = { maxFileBytes: 1024 * 1024, includeVendored: false };
const date = '2024-01-01T00:00:00Z';

const readPaths = (root: string): string[] =>
  walkRoot(root, limits)
    .files.filter((file) => file.skip === null)
    .map((file) => file.path);

const skips = (root: string): Record<string, string> =>
  Object.fromEntries(
    walkRoot(root, limits).files.flatMap((file) => (file.skip === null ? [] : [[file.path, file.skip.reason]])),
  );

/** What git lists itself: tracked and untracked ones that are not ignored, as far as they are on disk. */
function listedByGit(root: string): string[] {
  const list = (args: string[]): string[] =>
    git(root, ['ls-files', '-z', ...args])
      .split('\0')
      .filter(Boolean);
  const gone = new Set(list(['--deleted']));
  return [...new Set([...list(['--cached']), ...list(['--others', '--exclude-standard'])])]
    .filter((path) => !gone.has(path))
    .sort();
}

let home: string | undefined;
beforeEach(() => {
  home = process.env['GIT_CONFIG_GLOBAL'];
  process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
});
afterEach(() => {
  if (home === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
  else process.env['GIT_CONFIG_GLOBAL'] = home;
});

function newRepository(): string {
  const root = temporaryFolder();
  git(root, ['init', '-q']);
  return root;
}

describe('the files of a repository', () => {
  it('are those that git lists: nested ignore files, exclude file, negations, tracked though ignored', () => {
    const root = newRepository();
    commit(root, {
      files: { 'logs/kept.log': 'tracked', 'src/a.c': 'a', 'deleted.c': 'd' },
      author: ada,
      date,
      message: 'first',
    });
    writeFiles(root, {
      '.gitignore': '*.log\n/build/\n!important.log\ntmp/*\n!tmp/keep.txt\n\\#odd\n**/cache\n# comment\n',
      'build/out.c': 'b',
      'src/build/in.c': 'c',
      'src/.gitignore': '!noise.log\n*.o\n/local\n',
      'src/noise.log': 'n',
      'src/deep/noise.log': 'n',
      'src/x.o': 'o',
      'src/local': 'l',
      'src/deep/local': 'l',
      'important.log': 'i',
      'other.log': 'o',
      'tmp/keep.txt': 'k',
      'tmp/drop.txt': 'd',
      '#odd': '#',
      'a/b/cache/x.c': 'x',
      'excluded.c': 'e',
      'with space/täst "quoted"\n.c': 'q',
      '-dash.c': 'd',
    });
    writeFileSync(join(root, '.git/info/exclude'), 'excluded.c\n');
    rmSync(join(root, 'deleted.c'));
    expect(readPaths(root)).toEqual(listedByGit(root));
    expect(readPaths(root)).toContain('logs/kept.log');
  });

  it('agree with git for any mixture of patterns', () => {
    const names = ['a', 'b', 'aa', 'a.b', 'ab', 'src', '.x'];
    const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const piece = fc.constantFrom('a', 'b', '*', '?', 'a*', '**', '[ab]', 'src', '.x', '*.b');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.constantFrom('', '/'),
        fc.array(piece, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '/'),
      )
      .map(([negation, start, parts, end]) => negation + start + parts.join('/') + end);
    const patterns = fc.array(pattern, { maxLength: 5 });
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), patterns, patterns, (paths, outer, inner) => {
        const root = mkdtempSync(join(tmpdir(), 'whence-walk-'));
        try {
          git(root, ['init', '-q']);
          for (const file of paths) tryWrite(root, file);
          writeFiles(root, { '.gitignore': outer.join('\n') });
          tryWrite(root, 'src/.gitignore', inner.join('\n'));
          expect(readPaths(root)).toEqual(listedByGit(root));
        } finally {
          rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: 25, seed: 20_261_121 },
    );
  });

  it('are listed at once whatever the patterns of a hostile repository', () => {
    const root = newRepository();
    const name = 'a'.repeat(200);
    writeFiles(root, {
      '.gitignore': [`${'a*'.repeat(60)}b`, `${'**/'.repeat(40)}b`, `*${'a*'.repeat(3)}b`, '*kept*by*no*', '*.o'].join(
        '\n',
      ),
      [name]: 'a',
      [`${'x/'.repeat(60)}y`]: 'y',
      'z.o': 'z',
    });
    expect(readPaths(root)).toEqual(['.gitignore', name, `${'x/'.repeat(60)}y`]);
  });

  it('include those of every index version', () => {
    const root = newRepository();
    commit(root, {
      files: { '.gitignore': '*.gen\n', 'a.gen': 'a', 'ab/c.gen': 'c', 'ab/d.gen': 'd' },
      author: ada,
      date,
      message: 'x',
    });
    git(root, ['add', '-f', '.']);
    for (const version of ['2', '3', '4']) {
      git(root, ['update-index', '--force-write-index', '--index-version', version]);
      expect(readPaths(root)).toEqual(
        ['.gitignore', 'a.gen', 'ab/c.gen', 'ab/d.gen'].filter((path) => listedByGit(root).includes(path)),
      );
    }
  });

  it('are relative to the folder that was opened, with the rules above it', () => {
    const root = newRepository();
    writeFiles(root, {
      '.gitignore': '*.log\n/sub/skip\n',
      'sub/a.c': 'a',
      'sub/b.log': 'b',
      'sub/skip/c.c': 'c',
      'top.c': 't',
    });
    expect(readPaths(join(root, 'sub'))).toEqual(['a.c']);
  });

  it('are all there when the opened folder is itself ignored', () => {
    const root = newRepository();
    writeFiles(root, { '.gitignore': 'out/\n', 'out/a.c': 'a' });
    expect(readPaths(join(root, 'out'))).toEqual(['a.c']);
  });

  it('include those of checked-out submodules by their own rules, and name other repositories inside', () => {
    const inner = newRepository();
    commit(inner, { files: { 'i.c': 'i', '.gitignore': '*.o\n' }, author: ada, date, message: 'inner' });
    const root = newRepository();
    commit(root, { files: { 'a.c': 'a', '.gitignore': 'i2.c\n' }, author: ada, date, message: 'outer' });
    git(root, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'lib/sub']);
    writeFiles(root, { 'lib/sub/i2.c': 'i', 'lib/sub/x.o': 'o' });
    mkdirSync(join(root, 'nested'));
    git(join(root, 'nested'), ['init', '-q']);
    writeFiles(root, { 'nested/n.c': 'n' });
    expect(readPaths(root)).toEqual([
      '.gitignore',
      '.gitmodules',
      'a.c',
      'lib/sub/.gitignore',
      'lib/sub/i.c',
      'lib/sub/i2.c',
    ]);
    expect(skips(root)).toEqual({ 'nested/': 'special' });
  });

  it('are those of the worktree that was opened', () => {
    const root = newRepository();
    commit(root, { files: { 'a.c': 'a', 'ignored.gen': 'g' }, author: ada, date, message: 'x' });
    const tree = join(temporaryFolder(), 'tree');
    git(root, ['worktree', 'add', '-q', tree]);
    writeFileSync(join(root, '.git/info/exclude'), '*.gen\n*.new\n');
    writeFiles(tree, { 'b.c': 'b', 'c.new': 'c' });
    expect(readPaths(tree)).toEqual(['a.c', 'b.c', 'ignored.gen']);
  });
});

describe('what is left out', () => {
  it('has a reason', () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'a.c': 'a',
      '.env': 'PASSWORD=x',
      '.env.example': 'PASSWORD=',
      'server.pem': 'x',
      'big.c': Buffer.alloc(limits.maxFileBytes + 1, 'x'),
      'node_modules/m/index.js': 'x',
      'go.mod': 'module x',
      'vendor/v/v.go': 'x',
      'app/vendor/ours.py': 'x',
      'app.min.js': 'x',
      'package-lock.json': '{}',
    });
    symlinkSync('/etc', join(root, 'link'));
    expect(readPaths(root)).toEqual(['.env.example', 'a.c', 'app/vendor/ours.py', 'go.mod']);
    expect(skips(root)).toEqual({
      '.env': 'secret',
      'app.min.js': 'minified',
      'big.c': 'too-large',
      link: 'symlink',
      'node_modules/': 'vendored',
      'package-lock.json': 'generated',
      'server.pem': 'secret',
      'vendor/': 'vendored',
    });
    expect(walkRoot(root, { ...limits, includeVendored: true }).files.map((file) => file.path)).toContain(
      'vendor/v/v.go',
    );
  });

  it('follows .whenceignore too, over what git says', () => {
    const root = newRepository();
    commit(root, {
      files: { 'data/a.json': '{}', 'a.c': 'a', '.gitignore': '*.gen.c\n' },
      author: ada,
      date,
      message: 'x',
    });
    writeFiles(root, { '.whenceignore': '/data/\n!wanted.gen.c\n', 'wanted.gen.c': 'w', 'other.gen.c': 'o' });
    expect(readPaths(root)).toEqual(['.gitignore', '.whenceignore', 'a.c', 'wanted.gen.c']);
  });

  it('names files whose names are no UTF-8 instead of losing them', () => {
    const root = temporaryFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.of(0xe9), Buffer.from('.c')]), 'x');
    writeFileSync(join(root, 'café.c'), 'x');
    expect(readPaths(root)).toEqual(['café.c']);
    expect(skips(root)).toEqual({ 'caf\\xe9.c': 'undecodable' });
  });
});

describe('a hostile repository', () => {
  it('cannot make the walk read a device through its ignore files', () => {
    const root = newRepository();
    writeFiles(root, { 'a.c': 'a' });
    symlinkSync('/dev/zero', join(root, '.gitignore'));
    symlinkSync('/dev/zero', join(root, '.whenceignore'));
    expect(readPaths(root)).toEqual(['a.c']);
  });
});

describe('a walk of some paths', () => {
  it('lists their folders and names the others, so that nothing unseen is taken as gone', () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a/1.c': '', 'a/deep/2.c': '', 'b/3.c': '', 'c/4.c': '', 'c/d/5.c': '' });
    const walked = walkRoot(root, limits, { paths: ['a/1.c', 'c', 'gone/x.c'] });
    expect(walked.files.map((file) => file.path)).toEqual(['a/1.c', 'c/4.c', 'c/d/5.c']);
    expect([...walked.passedOver].sort()).toEqual(['a/deep/', 'b/']);
  });
});

function tryWrite(root: string, path: string, content = 'x'): void {
  try {
    writeFiles(root, { [path]: content });
  } catch {
    // A name that is already a folder, or below a file.
  }
}
