// Called by electron-builder: `afterExtract` with Electron laid out, `afterPack` with the app in it, before it is signed.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { listPackage } from '@electron/asar';
import { wantedGrammars } from '../copy-grammars.mjs';
import { checkout } from '../pinned-node.mjs';
import { findFaults, readTarget } from './contents.ts';

/**
 * electron-builder's numbers for processors.
 *
 * @type {Readonly<Record<number, import('./contents.ts').Arch>>}
 */
const architectures = { 1: 'x64', 3: 'arm64' };

/** @type {readonly import('./contents.ts').Platform[]} */
const platforms = ['linux', 'darwin', 'win32'];

/** @param {string} path */
const slashed = (path) => path.split(sep).join('/');

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(folder, join(entry.parentPath, entry.name))));
}

/**
 * Reads what lies in a `resources` folder of a package, and says what is wrong with it.
 *
 * @param {string} folder
 * @param {import('./contents.ts').Platform} platform
 * @param {import('./contents.ts').Arch} arch
 */
export function checkResources(folder, platform, arch) {
  const outside = join(folder, 'app.asar.unpacked');
  const modules = join(outside, 'node_modules');
  const notices = readFileSync(join(checkout, 'THIRD_PARTY_NOTICES'), 'utf8');
  return findFaults({
    platform,
    arch,
    archive: listPackage(join(folder, 'app.asar'), { isPack: false }).map((path) => slashed(path).slice(1)),
    resources: filesBelow(join(outside, 'resources')),
    natives: filesBelow(modules).map((path) => ({ path, target: readTarget(join(modules, path)) })),
    noticed: new Set([...notices.matchAll(/^- (.+)$/gm)].map(([, name = '']) => name)),
    grammars: wantedGrammars().map((path) => path.split('/').at(-1) ?? path),
  });
}

/**
 * Electron's own sample app, which a folder given as `electronDist` may still hold, is no part of Whence.
 *
 * @param {Pick<import('electron-builder').AfterPackContext, 'appOutDir' | 'packager'>} context
 */
export async function afterExtract({ appOutDir, packager }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}

/**
 * Ends the build when something is missing or too much.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack({ appOutDir, arch, electronPlatformName, packager }) {
  const platform = platforms.find((name) => name === electronPlatformName);
  const processor = architectures[arch];
  if (platform === undefined || processor === undefined)
    throw new Error(`nobody knows what belongs into a package for ${electronPlatformName} (${arch})`);
  const faults = checkResources(packager.getResourcesDir(appOutDir), platform, processor);
  // Read by electron-builder after this; its command line can't take a setting away.
  if (process.env.WHENCE_FUSES === 'off') Object.assign(packager.config, { electronFuses: null });
  if (faults.length > 0) throw new Error(`this package would not work:\n${faults.map((one) => `- ${one}`).join('\n')}`);
}
