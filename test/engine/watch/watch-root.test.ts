import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RootChange, type RootWatcher, watchRoot } from '../../../src/engine/watch/index.ts';

let root: string;
let watcher: RootWatcher | null = null;
let changes: RootChange[] = [];
let heard: () => void = () => undefined;

const git = (...words: string[]): void => {
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], { cwd: root });
};

async function start(): Promise<void> {
  watcher = await watchRoot({
    root,
    onChange: (change) => {
      changes.push(change);
      heard();
    },
    onFailure: (error) => {
      throw error;
    },
  });
}

/** The next change that is told. */
async function next(): Promise<RootChange> {
  while (changes.length === 0) await new Promise<void>((resolve) => (heard = resolve));
  const change = changes.shift();
  if (change === undefined) throw new Error('there is no change');
  return change;
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'whence-watch-')));
  changes = [];
});

afterEach(async () => {
  await watcher?.close();
  watcher = null;
  rmSync(root, { recursive: true, force: true });
});

describe('watching a plain folder', () => {
  it('tells changes of one moment together, as paths from the root', async () => {
    mkdirSync(join(root, 'lib'));
    writeFileSync(join(root, 'lib', 'a.ts'), 'a');
    await start();
    writeFileSync(join(root, 'lib', 'a.ts'), 'b');
    writeFileSync(join(root, 'new file.ts'), 'c');
    expect(await next()).toEqual({ paths: ['lib/a.ts', 'new file.ts'], git: false });
  });

  it('names a folder that was moved in, so that what is below it is read', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'whence-watch-'));
    mkdirSync(join(elsewhere, 'deep'));
    writeFileSync(join(elsewhere, 'deep', 'x.ts'), 'x');
    await start();
    renameSync(elsewhere, join(root, 'moved'));
    const { paths } = await next();
    expect(paths).toContain('moved');
  });

  it('asks to look at everything when ignore rules change', async () => {
    await start();
    writeFileSync(join(root, '.whenceignore'), '*.gen\n');
    expect((await next()).paths).toBe('everything');
  });
});

describe('watching a repository', () => {
  it('tells a checkout as a change of git, though the files are the same', async () => {
    git('init', '-q', '-b', 'main');
    writeFileSync(join(root, 'a.ts'), 'a');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    await start();
    git('checkout', '-q', '-b', 'topic');
    expect((await next()).git).toBe(true);
  });

  it('sees HEAD of a linked worktree, which lies outside it', async () => {
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    const tree = join(root, 'tree');
    git('worktree', 'add', '-q', tree);
    root = tree;
    await start();
    git('checkout', '-q', '-b', 'topic');
    const change = await next();
    root = join(tree, '..');
    expect(change.git).toBe(true);
  });
});
