import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import {
  type Arch,
  type Contents,
  findFaults,
  isNative,
  type Platform,
  readTarget,
} from '../../../scripts/package/contents.ts';
import { checkout } from '../../helpers/command-line.ts';

const modules = join(checkout, 'node_modules');

/** Native files that npm installs for every system at once. */
const nativesOfAll = ['better-sqlite3', 'onnxruntime-node'].flatMap((name) =>
  readdirSync(join(modules, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isNative(entry.name))
    .map((entry) => relative(modules, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
);

/** Native files that a package of this system keeps, as the patterns of electron-builder.yml say. */
function packedNatives(platform: Platform, arch: Arch): string[] {
  const settings = readFileSync(join(checkout, 'electron-builder.yml'), 'utf8');
  const left = [...settings.matchAll(/^ {2}- '!(node_modules\/[^']*)'$/gm)].map(([, pattern]) =>
    (pattern ?? '').replaceAll('${platform}', platform).replaceAll('${arch}', arch),
  );
  const isLeftOut = picomatch(left, { dot: true });
  return nativesOfAll.filter((path) => !isLeftOut(`node_modules/${path}`));
}

/** Packages of one system each, which npm installs on that system only. */
const platformNatives = {
  'linux x64': ['sqlite-vec-linux-x64/vec0.so', '@parcel/watcher-linux-x64-glibc/watcher.node'],
  'linux arm64': ['sqlite-vec-linux-arm64/vec0.so', '@parcel/watcher-linux-arm64-glibc/watcher.node'],
  'darwin x64': ['sqlite-vec-darwin-x64/vec0.dylib', '@parcel/watcher-darwin-x64/watcher.node'],
  'darwin arm64': ['sqlite-vec-darwin-arm64/vec0.dylib', '@parcel/watcher-darwin-arm64/watcher.node'],
  'win32 x64': ['sqlite-vec-windows-x64/vec0.dll', '@parcel/watcher-win32-x64/watcher.node'],
} as const;

function contents(platform: Platform, arch: Arch): Contents {
  const own = platformNatives[`${platform} ${arch}` as keyof typeof platformNatives];
  return {
    platform,
    arch,
    archive: [
      'package.json',
      'LICENSE',
      'CHANGELOG.md',
      'THIRD_PARTY_NOTICES',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/node/main.js',
      'out/node/embedder.js',
      'node_modules/better-sqlite3/lib/index.js',
    ],
    resources: [
      'icons/linux/512x512.png',
      'grammars/web-tree-sitter.wasm',
      ...['manifest.json', 'model.onnx', 'tokenizer.json'].map((name) => `models/small/${name}`),
    ],
    natives: [
      ...packedNatives(platform, arch).map((path) => ({ path, target: readTarget(join(modules, path)) })),
      ...own.map((path) => ({ path, target: `${platform} ${arch}` })),
    ],
    noticed: new Set(['better-sqlite3']),
    grammars: ['web-tree-sitter.wasm'],
  };
}

describe('findFaults', () => {
  const targets = (Object.keys(platformNatives) as (keyof typeof platformNatives)[]).map(
    (target) => target.split(' ') as [Platform, Arch],
  );

  it.each(targets)(
    'finds in a package for %s %s the native modules of that system, and no others',
    (platform, arch) => {
      expect(findFaults(contents(platform, arch))).toEqual([]);
    },
  );

  it('says what is missing', () => {
    const whole = contents('linux', 'x64');
    const empty = findFaults({ ...whole, archive: [], resources: [], natives: [] });
    for (const part of [
      'out/node/main.js',
      'web-tree-sitter.wasm',
      'model.onnx',
      'onnxruntime_binding',
      'vec0',
      'better-sqlite3',
    ]) {
      expect(empty.join('\n')).toContain(part);
    }
  });

  it('says what does not belong there', () => {
    const whole = contents('linux', 'x64');
    const foreign = 'better-sqlite3/prebuilds/win32-x64.node';
    expect(
      findFaults({
        ...whole,
        natives: [...whole.natives, { path: foreign, target: readTarget(join(modules, foreign)) }],
      }),
    ).toEqual([expect.stringContaining('not for linux x64'), expect.stringContaining('made for win32 x64')]);
    expect(findFaults({ ...whole, archive: [...whole.archive, 'node_modules/better-sqlite3/build/a.node'] })).toEqual([
      expect.stringContaining('lies in the archive'),
    ]);
    expect(findFaults({ ...whole, archive: [...whole.archive, 'node_modules/@some/thing/index.js'] })).toEqual([
      expect.stringContaining('the licence of @some/thing'),
    ]);
  });
});
