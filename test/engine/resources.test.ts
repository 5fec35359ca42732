import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpacked } from '../../src/engine/resources.ts';

describe('unpacked', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'whence-unpacked-')));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const make = (...path: string[]): string => {
    const file = join(folder, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };

  it('names the file beside the archive, where a packaged app has it', () => {
    const file = make('resources', 'app.asar.unpacked', 'node_modules', 'a', 'vec0.so');
    expect(unpacked(join(folder, 'resources', 'app.asar', 'node_modules', 'a', 'vec0.so'))).toBe(file);
    expect(unpacked(file)).toBe(file);
  });

  it('leaves every other path as it is', () => {
    for (const path of [
      make('node_modules', 'a', 'vec0.so'),
      make('my-app.asar', 'vec0.so'),
      make('app.asar.bak', 'vec0.so'),
      // A folder of this name that is no archive has nothing beside it.
      make('app.asar', 'whence', 'vec0.so'),
    ]) {
      expect(unpacked(path)).toBe(path);
    }
  });
});
