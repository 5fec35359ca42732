import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { isNative } from '../../../scripts/package/contents.ts';
import { checkout } from '../../helpers/command-line.ts';

/** A folder in the shape of Electron's own, for electron-builder to put the app into; nothing in it is ever run. */
function makeElectronFolder(folder: string): string {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  for (const name of ['electron', 'chrome-sandbox']) {
    writeFileSync(join(folder, name), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, name), 0o755);
  }
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'resources/default_app.asar']) {
    writeFileSync(join(folder, name), '');
  }
  return folder;
}

/** Runs `npm run package -- --dir` without Electron and without a network; answers where it laid the app out. */
export async function layOut(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = [
    join(checkout, 'scripts', 'package', 'index.mjs'),
    '--dir',
    `-c.electronDist=${makeElectronFolder(join(folder, 'electron'))}`,
    `-c.directories.output=${join(folder, 'dist')}`,
  ];
  const nowhere = 'http://127.0.0.1:9';
  await promisify(execFile)(process.execPath, args, {
    cwd: checkout,
    env: {
      ...process.env,
      GITHUB_REPOSITORY: '',
      WHENCE_REPOSITORY: '',
      // A download would fail at once, and leave something here if it did not.
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      ELECTRON_BUILDER_CACHE: join(folder, 'downloads'),
      ...environment,
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return join(folder, 'dist', process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
}

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/**
 * Makes a laid out app one that Node can run: its archive becomes a folder of the same name, in which every native file is
 * emptied, since the system could not load those from inside of the archive. Answers its main bundle.
 */
export function makeRunnable(laidOut: string): string {
  const archive = join(laidOut, 'resources', 'app.asar');
  const extracted = join(laidOut, 'extracted');
  extractAll(archive, extracted);
  rmSync(archive);
  renameSync(extracted, archive);
  for (const file of filesBelow(archive).filter(isNative)) truncateSync(join(archive, file), 0);
  return join(archive, 'out', 'node', 'main.js');
}
