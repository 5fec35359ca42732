import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunnable } from '../../../src/engine/settings/runnable.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function file(name: string, content: string | Buffer = 'text\n', mode = 0o644): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('isRunnable', () => {
  // Each is run, installed or followed by the program that its system has for it.
  it.each([
    [
      'win32',
      'a.js a.JSE a.vbs a.bat a.CMD a.hta a.exe a.lnk a.py a.ps1 a.wsf a.scr a.msi a.jar a.rb a.odd a.reg a.url a.chm a.sln',
    ],
    ['win32', '.bat a.txt.exe a.bat. a.cmd... a.txt:a.exe a.exe:'],
    [
      'darwin',
      'a.command a.app a.tool a.workflow a.terminal a.scpt a.pkg a.webloc a.inetloc a.mobileconfig a.jar a.fileloc a.py',
    ],
    ['linux', 'a.desktop a.AppImage a.run a.jar a.sh a.exe a.html a.svg'],
  ] as const)('%s: %s', (platform, names) => {
    const answers = names
      .split(' ')
      .map((name) => [name, isRunnable(file(name), { platform, pathExtensions: '.COM;.EXE;.ODD' })]);
    expect(answers).toEqual(names.split(' ').map((name) => [name, true]));
  });

  it.each(['win32', 'darwin', 'linux'] as const)('text and documents are opened on %s', (platform) => {
    const names = ['a.md', 'a.ts', 'a.rs', 'a.txt', 'a.json', 'a.pdf', 'LICENSE', '.gitignore', 'a.exe.txt'];
    const answers = names.map((name) => isRunnable(file(name), { platform, pathExtensions: '.EXE;' }));
    expect(answers).toEqual(names.map(() => false));
  });

  it('knows programs by their first bytes, whatever their name', () => {
    const starts = ['#!/bin/sh\n', '\uFEFF#!/bin/sh\n', 'MZ', '\u007fELF'].map((start) => file('a.txt', start));
    starts.push(file('b.txt', Buffer.from('cffaedfe', 'hex')));
    expect(starts.map((path) => isRunnable(path))).toEqual(starts.map(() => true));
  });

  it.skipIf(process.platform === 'win32')(
    'takes the x bit, folders, links, pipes and what is not there as runnable',
    async () => {
      const text = file('a.txt');
      const link = join(temporaryFolder(), 'b.txt');
      symlinkSync(text, link);
      const folder = join(temporaryFolder(), 'Notes.txt');
      mkdirSync(folder);
      const pipe = join(temporaryFolder(), 'c.txt');
      execFileSync('mkfifo', [pipe]);
      const paths = [file('a.txt', '', 0o744), file('a.txt', '', 0o645), link, folder, pipe, `${text}.none`];
      expect(paths.map((path) => isRunnable(path))).toEqual(paths.map(() => true));
    },
  );
});
