import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText } from '../../src/engine/repositories/read-text.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/*
 * Swaps two names as quickly as it can, until it is ended: arguments A and B. It says so once it has begun. A reader that checks a path
 * and then opens it by its name gives away what the link leads to, some hundred times a second.
 */
const swapper = `
const { renameSync } = require('node:fs');
const [a, b] = process.argv.slice(1);
process.stdout.write('swapping');
for (;;) { renameSync(a, a + '.old'); renameSync(b, a); renameSync(a, b); renameSync(a + '.old', a); }
`;

const readings = 1500;

async function readWhileSwapped(root: string, path: string, names: [string, string]): Promise<Set<string>> {
  const child = spawn(process.execPath, ['-e', swapper, ...names], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen = new Set<string>();
  try {
    await once(child.stdout, 'data');
    for (let reading = 0; reading < readings; reading += 1) {
      const text = await readText(root, path).then(
        (file) => file.text,
        () => 'refused',
      );
      seen.add(text);
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  return seen;
}

function create(): { folder: string; root: string } {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  mkdirSync(join(root, 'sub'), { recursive: true });
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(root, 'sub', 'a.txt'), 'inside');
  writeFileSync(join(folder, 'outside', 'a.txt'), 'secret');
  return { folder, root };
}

describe.skipIf(process.platform === 'win32')('a file that is shown', () => {
  it('is never what a link leads to that takes its place meanwhile', async () => {
    const { folder, root } = create();
    symlinkSync(join(folder, 'outside', 'a.txt'), join(root, 'sub', 'link'));
    const seen = await readWhileSwapped(root, 'sub/a.txt', [join(root, 'sub', 'a.txt'), join(root, 'sub', 'link')]);
    expect(seen).not.toContain('secret');
  });

  it('is never one outside of the root, when a folder above it is swapped for a link', async () => {
    const { folder, root } = create();
    symlinkSync(join(folder, 'outside'), join(root, 'link'));
    const seen = await readWhileSwapped(root, 'sub/a.txt', [join(root, 'sub'), join(root, 'link')]);
    expect(seen).not.toContain('secret');
  });

  it('may be one that a link inside of the root leads to, there', async () => {
    const { root } = create();
    symlinkSync('sub', join(root, 'folder-link'));
    symlinkSync('sub/a.txt', join(root, 'file-link'));
    for (const path of ['file-link', 'folder-link/a.txt']) {
      await expect(readText(root, path)).resolves.toMatchObject({ text: 'inside' });
    }
  });
});
