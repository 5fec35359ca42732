// What a package of one system and processor must hold, and what it must not.
import { closeSync, openSync, readSync } from 'node:fs';

/** As Node names them. */
export type Platform = 'linux' | 'darwin' | 'win32';
export type Arch = 'x64' | 'arm64';

const librarySuffix = { linux: 'so', darwin: 'dylib', win32: 'dll' };

/** Files that the system loads itself: they lie outside of the archive. */
export const isNative = (path: string): boolean => /\.(?:node|so|so\.\d[\d.]*|dylib|dll)$/.test(path);

/**
 * Native files of a package, as patterns of paths in node_modules. onnxruntime has no binary for Intel Macs: there search works by
 * keyword only, and the app says so.
 */
export function nativePatterns(platform: Platform, arch: Arch): readonly RegExp[] {
  const sqliteVec = `sqlite-vec-${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const onnxruntime = `onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
  const patterns = [
    new RegExp(`^better-sqlite3/prebuilds/${platform}-${arch}\\.node$`),
    new RegExp(`^${sqliteVec}/vec0\\.${librarySuffix[platform]}$`),
    new RegExp(`^@parcel/watcher-${platform}-${arch}(?:-glibc)?/watcher\\.node$`),
  ];
  if (platform === 'darwin' && arch === 'x64') return patterns;
  return [
    ...patterns,
    new RegExp(`^${onnxruntime}/onnxruntime_binding\\.node$`),
    new RegExp(`^${onnxruntime}/(?:lib)?onnxruntime\\.(?:so\\.1|(?:[\\d.]+\\.)?dylib|dll)$`),
  ];
}

/** Other native files that may be there: what onnxruntime's Windows binary loads. */
const companions = /^onnxruntime-node\/bin\/napi-v6\/win32\/[^/]+\/(?:DirectML|dxcompiler|dxil)\.dll$/;

/** What must lie in the archive, beside node_modules. */
export const archivePaths: readonly string[] = [
  'package.json',
  'LICENSE',
  'CHANGELOG.md',
  'THIRD_PARTY_NOTICES',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/node/main.js',
  'out/node/embedder.js',
];

export interface Contents {
  readonly platform: Platform;
  readonly arch: Arch;
  /** Files of the archive: relative paths with `/`. */
  readonly archive: readonly string[];
  /** Files of the resources folder: relative paths with `/`. */
  readonly resources: readonly string[];
  /** Native files outside of the archive: paths inside node_modules, and what `readTarget` says of each. */
  readonly natives: readonly { readonly path: string; readonly target: string }[];
  /** Names of the packages that THIRD_PARTY_NOTICES has the licence of. */
  readonly noticed: ReadonlySet<string>;
  /** File names of the grammars that languages name. */
  readonly grammars: readonly string[];
}

/** The package that a file of the archive belongs to, null for Whence's own files. */
const packageOf = (path: string): string | null =>
  /(?:^|\/)node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(path)?.[1] ?? null;

/** What is wrong with a package, in words; an empty list when nothing is. */
export function findFaults(contents: Contents): string[] {
  return [...missingFiles(contents), ...wrongNatives(contents), ...unnoticedPackages(contents)];
}

function missingFiles({ archive, resources, grammars }: Contents): string[] {
  const inArchive = new Set(archive);
  const inResources = new Set(resources);
  const wanted = ['icons/linux/512x512.png', ...grammars.map((name) => `grammars/${name}`)];
  const model = ['manifest.json', 'model.onnx', 'tokenizer.json'];
  return [
    ...archivePaths.filter((path) => !inArchive.has(path)).map((path) => `the archive holds no ${path}`),
    ...wanted
      .filter((path) => !inResources.has(path))
      .map((path) => `there is no ${path}: run "npm run package", not electron-builder itself`),
    ...model
      .filter((name) => !resources.some((path) => path.startsWith('models/') && path.endsWith(`/${name}`)))
      .map((name) => `there is no model's ${name}`),
  ];
}

function wrongNatives({ platform, arch, archive, natives }: Contents): string[] {
  const patterns = nativePatterns(platform, arch);
  const outside = new Set(natives.map(({ path }) => `node_modules/${path}`));
  return [
    ...patterns
      .filter((pattern) => !natives.some(({ path }) => pattern.test(path)))
      .map((pattern) => `no native module matches ${pattern.source}: is it installed for ${platform} ${arch}?`),
    ...natives
      .filter(({ path }) => !patterns.some((pattern) => pattern.test(path)) && !companions.test(path))
      .map(({ path }) => `${path} is not for ${platform} ${arch}, or not needed`),
    ...natives
      .filter(({ target }) => target !== `${platform} ${arch}`)
      .map(({ path, target }) => `${path} is made for ${target}`),
    ...archive
      .filter((path) => isNative(path) && !outside.has(path))
      .map((path) => `${path} lies in the archive, where the system can't load it`),
  ];
}

function unnoticedPackages({ archive, noticed }: Contents): string[] {
  const packed = new Set(archive.map(packageOf).filter((name) => name !== null));
  return [...packed]
    .filter((name) => !noticed.has(name))
    .map(
      (name) =>
        `THIRD_PARTY_NOTICES does not have the licence of ${name}: leave it out of the package, or make them anew`,
    );
}

const elf: Readonly<Record<number, string>> = { 0x3e: 'linux x64', 0xb7: 'linux arm64' };
const machO: Readonly<Record<number, string>> = { 0x01000007: 'darwin x64', 0x0100000c: 'darwin arm64' };
const portable: Readonly<Record<number, string>> = { 0x8664: 'win32 x64', 0xaa64: 'win32 arm64' };

/** The system and processor that a native file is made for, as its header says. */
export function readTarget(file: string): string {
  const head = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return targetOf(head) ?? 'a system that its header does not tell';
}

function targetOf(head: Buffer): string | undefined {
  if (head.readUInt32BE(0) === 0x7f454c46) return elf[head.readUInt16LE(18)];
  if (head.readUInt32LE(0) === 0xfeedfacf) return machO[head.readUInt32LE(4)];
  if (head.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const header = head.readUInt32LE(0x3c);
  return header + 6 <= head.length ? portable[head.readUInt16LE(header + 4)] : undefined;
}
