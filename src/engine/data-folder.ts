import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { WhenceError } from '../shared/errors.ts';

/**
 * Where indexes, settings and the recent list live unless told otherwise: `WHENCE_DATA`, else the place each system keeps
 * such data in (XDG base directories on Linux).
 */
export function defaultDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment['WHENCE_DATA'];
  if (given) return resolve(given);
  const system = platform();
  if (system === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Whence');
  if (system === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Whence');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'whence');
}

/**
 * Makes a folder and those above it. One by one, since Node's recursive way never ends where a file system answers "no such
 * folder" to the making of one, as /proc and automounted folders do.
 */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another Whence was quicker
  }
}

/** Creates the data folder where it is missing. Throws DATA_FOLDER_NOT_WRITABLE when nothing can be written there. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolders(resolve(folder, 'indexes'));
    accessSync(folder, constants.W_OK | constants.X_OK);
    accessSync(join(folder, 'indexes'), constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new WhenceError(
      'DATA_FOLDER_NOT_WRITABLE',
      `Whence can't write to its data folder ${folder}: make it writable, or choose another with --data-dir or WHENCE_DATA.`,
      { data: { folder }, cause },
    );
  }
}

/** The database of one root's index. */
export const indexFileOf = (dataFolder: string, repositoryId: string): string =>
  join(dataFolder, 'indexes', repositoryId, 'index.sqlite');
