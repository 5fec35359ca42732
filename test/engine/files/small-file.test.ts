import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLimits, type FileRead, readSmallFile, readSmallText } from '../../../src/engine/files/small-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const reasonOf = (read: FileRead): string => (read.state === 'refused' ? read.reason : read.state);

describe('the reader of small files', () => {
  it('reads what is there, also an empty file and one of exactly the limit', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'some'), 'ref: refs/heads/main\n');
    writeFileSync(join(folder, 'empty'), '');
    expect(readSmallText(join(folder, 'some'))).toBe('ref: refs/heads/main\n');
    expect(readSmallText(join(folder, 'some'), { mostBytes: 21 })).toBe('ref: refs/heads/main\n');
    expect(readSmallText(join(folder, 'empty'))).toBe('');
    expect(readSmallFile(join(folder, 'some'))).toMatchObject({ state: 'read', steady: true });
  });

  it('tells missing from refused', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    expect(reasonOf(readSmallFile(join(folder, 'none')))).toBe('missing');
    expect(reasonOf(readSmallFile(join(folder, 'file', 'below')))).toBe('missing');
    expect(reasonOf(readSmallFile(join(folder, 'folder')))).toBe('not-a-file');
    expect(reasonOf(readSmallFile(join(folder, 'n'.repeat(5000))))).toBe('unreadable');
    expect(reasonOf(readSmallFile('a\0b'))).toBe('unreadable');
  });

  it('takes no link, unless it is asked to follow one to a regular file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real'), 'text');
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('circle', join(folder, 'circle'));
    expect(reasonOf(readSmallFile(join(folder, 'link')))).toBe('link');
    expect(readSmallText(join(folder, 'link'), { links: 'follow' })).toBe('text');
    expect(reasonOf(readSmallFile(join(folder, 'circle'), { links: 'follow' }))).toBe('link');
  });

  it.runIf(process.platform !== 'win32')(
    'never waits for a pipe nor reads a device, straight or through a link',
    () => {
      const folder = temporaryFolder();
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      symlinkSync('pipe', join(folder, 'to-pipe'));
      symlinkSync('/dev/zero', join(folder, 'to-zero'));
      for (const links of ['refuse', 'follow'] as const) {
        expect(reasonOf(readSmallFile(join(folder, 'pipe'), { links }))).toBe('not-a-file');
        expect(reasonOf(readSmallFile('/dev/zero', { links }))).toBe('not-a-file');
      }
      expect(reasonOf(readSmallFile(join(folder, 'to-pipe'), { links: 'follow' }))).toBe('not-a-file');
      expect(reasonOf(readSmallFile(join(folder, 'to-zero'), { links: 'follow' }))).toBe('not-a-file');
      expect(reasonOf(readSmallFile(join(folder, 'to-zero')))).toBe('link');
    },
  );

  it('refuses what is larger than the limit, by its size or by what comes', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'large'), '');
    truncateSync(join(folder, 'large'), 2 ** 40);
    expect(reasonOf(readSmallFile(join(folder, 'large'), { mostBytes: fileLimits.index }))).toBe('too-large');
    writeFileSync(join(folder, 'over'), 'x'.repeat(101));
    expect(reasonOf(readSmallFile(join(folder, 'over'), { mostBytes: 100 }))).toBe('too-large');
  });

  it.runIf(process.platform === 'linux')('counts bytes that come, where the system says that a file is empty', () => {
    // Files of /proc have a size of 0 and content all the same.
    expect(readSmallText('/proc/self/status')).toMatch(/^Name:/);
    expect(reasonOf(readSmallFile('/proc/self/status', { mostBytes: 10 }))).toBe('too-large');
  });
});
