import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../src/engine/data-folder.ts';

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
