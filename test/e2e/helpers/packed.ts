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

/** Runs `npm run package` without Electron and without a network. */
async function runPackage(
  folder: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const script = join(checkout, 'scripts', 'package', 'index.mjs');
  const nowhere = 'http://127.0.0.1:9';
  const args = [script, ...options, `-c.directories.output=${join(folder, 'dist')}`];
  const ran = promisify(execFile)(process.execPath, args, {
    cwd: checkout,
    env: {
      ...process.env,
      // electron-builder links files instead of copying them where it sees its own tests.
      VITEST: undefined,
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
  await ran.catch((error: unknown) => {
    // electron-builder says on stdout what failed.
    const { stdout = '', stderr = '' } = Object(error) as { stdout?: string; stderr?: string };
    throw new Error(`npm run package ${options.join(' ')} failed:\n${stdout.slice(-4000)}${stderr}`, { cause: error });
  });
}

/** Lays the app out with `--dir`; answers where. */
export async function layOut(folder: string): Promise<string> {
  await runPackage(folder, ['--dir', `-c.electronDist=${makeElectronFolder(join(folder, 'electron'))}`]);
  return join(folder, 'dist', process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
}

/** Makes an AppImage of a laid out app, up to where its files would be compressed; answers the folder that they lie in. */
export async function stageAppImage(folder: string, laidOut: string): Promise<string> {
  const tools = join(folder, 'appimage-tools');
  const staged = join(folder, 'staged');
  for (const part of ['runtimes', `lib/${process.arch}`]) mkdirSync(join(tools, part), { recursive: true });
  writeFileSync(join(tools, 'runtimes', `runtime-${process.arch}`), 'runtime');
  writeFileSync(join(tools, 'desktop-file-validate'), '');
  writeFileSync(join(tools, 'mksquashfs'), `#!/bin/sh\nmv "$1" '${staged}'\nmkdir "$1"\necho packed > "$2"\n`);
  chmodSync(join(tools, 'mksquashfs'), 0o755);
  await runPackage(folder, ['--linux', 'AppImage', `--${process.arch}`, '--prepackaged', laidOut], {
    APPIMAGE_TOOLS_PATH: tools,
  });
  return staged;
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
