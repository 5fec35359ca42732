import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { findProgram, programFolders } from '../../../src/engine/processes/find-program.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function program(folder: string, name: string, mode = 0o755): string {
  const file = join(folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

const find = (name: string, path: string): string | null => findProgram(name, { environment: { PATH: path } });

// A repository that brings its own "code" must not get it started, wherever Whence was started from.
it.skipIf(process.platform === 'win32')('finds programs in absolute folders of PATH, and nowhere else', () => {
  const folder = temporaryFolder();
  const here = relative(process.cwd(), folder);
  const tool = program(folder, 'tool');
  program(folder, 'no-program', 0o644);
  mkdirSync(join(folder, 'folder'));
  expect(find('tool', folder)).toBe(tool);
  expect(find(tool, '')).toBe(tool);
  expect(['', '.', here, `./${here}`, `:${here}:`].map((path) => find('tool', path))).toEqual(Array(5).fill(null));
  expect([`./tool`, `${here}/tool`, '..', '.', '', 'no-program', 'folder'].map((name) => find(name, folder))).toEqual(
    Array(7).fill(null),
  );
});

it('adds what a Mac’s desktop leaves out, and takes only whole paths of Windows', () => {
  expect(programFolders({ platform: 'darwin', environment: { PATH: '/usr/bin::bin' } })).toEqual([
    '/usr/bin',
    '/opt/homebrew/bin',
    '/usr/local/bin',
  ]);
  expect(
    programFolders({ platform: 'win32', environment: { Path: 'C:\\Windows;.;tools;\\tools;C:tools;"D:\\a b"' } }),
  ).toEqual(['C:\\Windows', 'D:\\a b']);
});
