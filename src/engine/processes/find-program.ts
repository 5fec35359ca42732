import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What finding a program depends on; the running process's own unless said. */
export interface ProgramPlace {
  readonly environment?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/** Where programs of these systems lie that an app started from the Finder does not have on its PATH. */
const more: Partial<Record<NodeJS.Platform, readonly string[]>> = { darwin: ['/opt/homebrew/bin', '/usr/local/bin'] };

/** Absolute folders in which programs are looked for: those of PATH, and those that a Mac's desktop leaves out. */
export function programFolders({
  environment = process.env,
  platform = process.platform,
}: ProgramPlace = {}): string[] {
  const separator = platform === 'win32' ? win32.delimiter : posix.delimiter;
  const folders = (pathOf(environment, platform) ?? '').split(separator).map((folder) => folder.replaceAll('"', ''));
  // A relative entry, the empty one included, means the current folder: never.
  return [...new Set([...folders.filter((folder) => isFixed(folder, platform)), ...(more[platform] ?? [])])];
}

/**
 * Absolute path of a program: a bare name is looked for in absolute folders of PATH only, so that nothing that lies in the current
 * folder is ever run; an absolute path is taken as it is. Null when it is not there, and for every other path.
 */
export function findProgram(program: string, place: ProgramPlace = {}): string | null {
  const { platform = process.platform } = place;
  const path = platform === 'win32' ? win32 : posix;
  const names = platform === 'win32' && path.extname(program) === '' ? [`${program}.exe`, `${program}.com`] : [program];
  if (isFixed(program, platform)) return names.find(isProgram) ?? null;
  if (path.basename(program) !== program || program === '' || program === '.' || program === '..') return null;
  for (const folder of programFolders(place)) {
    const found = names.map((name) => path.join(folder, name)).find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

/** A path that means the same in every current folder: on Windows with its drive or server. */
const isFixed = (path: string, platform: NodeJS.Platform): boolean =>
  platform === 'win32' ? /^(?:[a-z]:[\\/]|\\\\)/iu.test(path) : posix.isAbsolute(path);

/** On Windows the variable's name is written in any case. */
function pathOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return environment['PATH'];
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH');
  return name === undefined ? undefined : environment[name];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
