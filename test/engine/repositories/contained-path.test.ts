import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containedPath } from '../../../src/engine/repositories/contained-path.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Names that Windows takes for a drive or a stream. */
const namesOfUnix = sep === '/' ? ['b:c.ts'] : [];

function makeRoot(): { root: string; outside: string } {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(join(folder, 'root-twin'));
  writeFileSync(join(folder, 'secret'), 'secret');
  writeFileSync(join(folder, 'root-twin', 'secret'), 'secret');
  writeFileSync(join(root, 'src', 'a.ts'), '1\n');
  writeFileSync(join(root, '..b'), '2\n');
  for (const name of namesOfUnix) writeFileSync(join(root, name), '3\n');
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git', 'config'), '[core]\n');
  symlinkSync('.git/config', join(root, 'settings'));
  symlinkSync('../secret', join(root, 'leak'));
  symlinkSync('..', join(root, 'up'));
  symlinkSync('src/a.ts', join(root, 'inner'));
  return { root, outside: join(folder, 'secret') };
}

describe('containedPath', () => {
  it('finds files inside, through links that stay inside, and with odd names', async () => {
    const { root } = makeRoot();
    const paths = ['src/a.ts', 'inner', '..b', ...namesOfUnix];
    const found = await Promise.all(paths.map((path) => containedPath(root, path)));
    expect(found).toEqual(['src/a.ts', 'src/a.ts', '..b', ...namesOfUnix].map((path) => join(root, path)));
  });

  // A reader that joins before it checks, or checks before links are resolved, lets one of these out.
  // `.git/config` may hold a password.
  it.each([
    '.git/config',
    '.GIT/config',
    'settings',
    '../secret',
    'src/../../secret',
    '..',
    'leak',
    'up/secret',
    'up/root-twin/secret',
    'a\0b',
    'C:\\x',
    'c:/x',
  ])('refuses %j', async (path) => {
    const { root } = makeRoot();
    await expect(containedPath(root, path)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOT' });
  });

  it('refuses an absolute path, even of a file inside', async () => {
    const { root, outside } = makeRoot();
    for (const path of [outside, join(root, 'src/a.ts')]) {
      await expect(containedPath(root, path)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOT' });
    }
  });

  it('says when a file is gone', async () => {
    const { root } = makeRoot();
    await expect(containedPath(root, 'src/gone.ts')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  });
});
