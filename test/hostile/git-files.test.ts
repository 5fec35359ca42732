import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { GitRepository } from '../helpers/git-repository.ts';
import { sharedFolder } from '../helpers/temporary-folder.ts';

/*
 * What stands in place of a file that git or Whence would open. Bugs these catch: waiting for ever for the other end of a pipe,
 * reading a device until the memory is full, taking a file's size for what comes out of it.
 */
const replacements: Readonly<Record<string, (file: string) => void>> = {
  pipe: (file) => execFileSync('mkfifo', [file]),
  zero: (file) => symlinkSync('/dev/zero', file),
  'link to a pipe': (file) => {
    execFileSync('mkfifo', [`${file}.pipe`]);
    symlinkSync(`${file}.pipe`, file);
  },
  huge: (file) => {
    writeFileSync(file, '');
    truncateSync(file, 2 ** 36);
  },
  folder: (file) => mkdirSync(file),
};

const internal = [
  '.git',
  '.git/HEAD',
  '.git/config',
  '.git/config.worktree',
  '.git/packed-refs',
  '.git/commondir',
  '.git/refs/heads/main',
  '.git/index',
  '.git/shallow',
  '.git/info/grafts',
  '.git/info/exclude',
  '.git/info/attributes',
  '.git/MERGE_HEAD',
  '.git/objects/info/alternates',
  '.git/objects/info/commit-graph',
  '.git/objects/pack/pack-x.idx',
  '.mailmap',
  '.git-blame-ignore-revs',
  '.gitattributes',
  '.gitignore',
  '.whenceignore',
  'sub/.git',
  'sub/.gitignore',
  'a.txt',
];

const shared = sharedFolder('whence-hostile');
let made = 0;

function createRepository(): string {
  const repository = GitRepository.create();
  repository.write('a.txt', 'a\nb\n');
  repository.write('sub/b.txt', 'b\n');
  repository.commit('first');
  return repository.root;
}

/** A repository where this path is replaced. */
function replaced(origin: string, path: string, kind: string): string {
  made += 1;
  const root = join(shared, `${made}-${kind}-${path.replaceAll('/', '-')}`.replaceAll(' ', '-'));
  cpSync(origin, root, { recursive: true });
  const file = join(root, path);
  rmSync(file, { recursive: true, force: true });
  mkdirSync(dirname(file), { recursive: true });
  if (path.endsWith('.idx')) writeFileSync(file.replace(/\.idx$/, '.pack'), '');
  replacements[kind]?.(file);
  return root;
}

/** Asks everything of these folders in a process that is ended when it hangs, and answers its lines. */
function askAll(folders: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=1000', join(import.meta.dirname, 'helpers', 'ask-git.ts'), ...folders],
    { encoding: 'utf8', timeout: 200_000, killSignal: 'SIGKILL' },
  );
  expect({ status, last: stdout.trim().split('\n').at(-1), stderr }).toMatchObject({
    status: 0,
    last: expect.stringMatching(/^memory /),
  });
  return stdout.trim().split('\n');
}

it.skipIf(process.platform === 'win32').each(Object.keys(replacements))(
  'nothing waits, hangs or fills the memory where git’s files are each replaced by: %s',
  (kind) => {
    const origin = createRepository();
    const folders = internal.map((path) => replaced(origin, path, kind));
    const lines = askAll(folders);
    expect(Number(lines.at(-1)?.split(' ')[1])).toBeLessThan(1500);
    expect(lines.filter((line) => / (?:INTERNAL|TypeError|RangeError)/.test(line))).toEqual([]);
    // Nothing is said to be without commits because what tells them can't be read.
    const isFolder = kind === 'folder';
    for (const path of isFolder ? [] : ['HEAD', 'refs-heads-main']) {
      expect(lines.find((line) => line.includes(`-.git-${path} blame by auto `) && !line.endsWith('…'))).toMatch(
        /GIT_FAILED$/,
      );
    }
    // What is not one of git's files leaves blame as it is.
    const unharmed = lines.filter((line) => /-sub-.* blame by auto/.test(line) && line.endsWith('answered'));
    expect(unharmed).toHaveLength(2);
  },
);

it.skipIf(process.platform === 'win32')('settings that name a device or a pipe are passed over', () => {
  const origin = createRepository();
  const pipe = join(shared, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const settings = ['include.path', 'mailmap.file', 'blame.ignoreRevsFile', 'core.excludesFile', 'core.attributesFile'];
  const folders = settings.flatMap((setting) =>
    ['/dev/zero', pipe].map((value, at) => {
      const root = join(shared, `${setting}-${at}`);
      cpSync(origin, root, { recursive: true });
      new GitRepository(root).git('config', '--file', join(root, '.git', 'config'), setting, value);
      return root;
    }),
  );
  const lines = askAll(folders);
  expect(lines.filter((line) => line.includes('blame by auto') && line.endsWith('answered'))).toHaveLength(
    folders.length,
  );
  expect(Number(lines.at(-1)?.split(' ')[1])).toBeLessThan(1500);
});
