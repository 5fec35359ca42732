import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gatherPackages } from '../../scripts/gather-packages.mjs';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const update = (version: string, arch: string): string => `version: ${version}
files:
  - url: Whence-${version}-mac-${arch}.zip
    sha512: abc+$&=
    size: 12
path: Whence-${version}-mac-${arch}.zip
sha512: abc+$&=
releaseDate: '2030-01-01T00:00:00.000Z'
`;

/** Lays out what systems built, gathers it, and answers the folder that it is in. */
function gather(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'from', name)), { recursive: true });
    writeFileSync(join(folder, 'from', name), text);
  }
  gatherPackages(join(folder, 'from'), join(folder, 'to'));
  return join(folder, 'to');
}

describe('gatherPackages', () => {
  it('keeps the packages of both processors for the updater, and sums up every file', () => {
    const folder = gather({
      'packages-a/latest-mac.yml': update('1.0.0', 'arm64'),
      'packages-b/latest-mac.yml': update('1.0.0', 'x64'),
      'packages-c/Whence.AppImage': 'package\n',
    });
    expect(readFileSync(join(folder, 'latest-mac.yml'), 'utf8')).toBe(
      update('1.0.0', 'arm64').replace(
        'path: ',
        () => '  - url: Whence-1.0.0-mac-x64.zip\n    sha512: abc+$&=\n    size: 12\npath: ',
      ),
    );
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8');
    expect(sums.split('\n').map((line) => line.slice(64))).toEqual(['  Whence.AppImage', '  latest-mac.yml', '']);
    // printf 'package\n' | sha256sum
    expect(sums).toContain('4e9416efcf77b84013f263e1f9008c656861298be5aabc82f458e6e47c60d9ff  Whence.AppImage');
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('refuses packages of several versions, and two of one name', () => {
    expect(() => gather({ 'a/latest.yml': update('1.0.0', 'x64'), 'b/latest.yml': update('1.0.1', 'x64') })).toThrow(
      'several versions: 1.0.0, 1.0.1',
    );
    expect(() => gather({ 'a/Whence.exe': '1', 'b/Whence.exe': '2' })).toThrow('two packages are named Whence.exe');
  });
});
