import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../src/engine/data-folder.ts';
import { SettingsStore } from '../../src/engine/settings/settings-store.ts';
import { backupFileOf, backupIndex } from '../../src/engine/store/backup.ts';
import { openWriter } from '../../src/engine/store/index.ts';
import { databaseOf } from '../helpers/database-of.ts';

const made: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'whence-data-'));
  made.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('prepareDataFolder', () => {
  it('makes all folders that are missing, and leaves those that are there', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    prepareDataFolder(folder);
    prepareDataFolder(folder);
    expect(statSync(join(folder, 'indexes')).isDirectory()).toBe(true);
  });

  it('says so where a file is in the way', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => prepareDataFolder(join(file, 'data'))).toThrow('--data-dir');
  });

  it.runIf(platform() === 'linux')('ends where no folder can ever be made', () => {
    expect(() => prepareDataFolder('/proc/whence')).toThrow('--data-dir');
  });
});

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Everything below a folder that somebody else could read or enter, with its mode. */
function openToOthers(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['', ...names]
    .filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0)
    .map((name) => `${name} ${modeOf(join(folder, name))}`);
}

describe.runIf(platform() !== 'win32')('privacy of the data folder', () => {
  it('holds for all that is written, whatever the umask and the folder above', async () => {
    const above = temporaryFolder();
    chmodSync(above, 0o777);
    const folder = join(above, 'data');
    const before = process.umask(0);
    try {
      prepareDataFolder(folder);
      new SettingsStore(folder).update({ theme: 'dark' });
      const file = join(folder, 'indexes', 'a', 'index.sqlite');
      const writer = await openWriter(file, { root: above, appVersion: '1' });
      await backupIndex(databaseOf(writer), file, () => undefined);
      expect(readdirSync(join(folder, 'indexes', 'a'))).toContain('index.sqlite-wal');
      expect(modeOf(backupFileOf(file))).toBe('600');
      expect(openToOthers(folder)).toEqual([]);
      writer.close();
    } finally {
      process.umask(before);
    }
  });

  it('is restored at the start, and nothing else is touched', () => {
    const folder = temporaryFolder();
    const foreign = join(temporaryFolder(), 'foreign');
    mkdirSync(join(folder, 'indexes', 'a'), { recursive: true });
    for (const name of [
      'settings.json',
      'recent.json',
      'window.json',
      'indexes/a/index.sqlite',
      'indexes/a/index.sqlite-wal',
    ])
      writeFileSync(join(folder, name), '');
    writeFileSync(foreign, '');
    chmodSync(foreign, 0o644);
    symlinkSync(foreign, join(folder, 'indexes', 'a', 'link'));
    for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
      if (!name.endsWith('link')) chmodSync(join(folder, name), 0o777);
    prepareDataFolder(folder);
    rmSync(join(folder, 'indexes', 'a', 'link'));
    expect(openToOthers(folder)).toEqual([]);
    expect(modeOf(foreign)).toBe('644');
  });

  it('does not close a folder that other things lie in', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos'));
    for (const path of [folder, join(folder, 'photos')]) chmodSync(path, 0o755);
    prepareDataFolder(folder);
    expect([modeOf(folder), modeOf(join(folder, 'photos')), modeOf(join(folder, 'indexes'))]).toEqual([
      '755',
      '755',
      '700',
    ]);
  });
});
