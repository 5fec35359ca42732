import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { WhenceError } from '../shared/errors.ts';
import { makePrivate, makePrivateItself, privateFolderMode } from './private-files.ts';

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
    mkdirSync(folder, { mode: privateFolderMode });
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another Whence was quicker
  }
}

/** What Whence itself keeps in its data folder; `electron` is Chromium's, of which the folder alone is enough. */
const ownEntries = [
  'indexes',
  'settings.json',
  'recent.json',
  'searches.json',
  'window.json',
  'last-version.json',
  'logs',
  'whence-open',
];
const ownFolders = ['electron'];

/** What is written anew is written beside it first: `settings.json.123.ab.tmp`. */
const isOwn = (name: string): boolean =>
  ownEntries.some((own) => name === own || name.startsWith(`${own}.`) || name.startsWith(`${own}-`));

/**
 * Takes what is there already away from everybody but its owner: restored from a backup or copied, it may be open to all. The folder
 * itself too, unless other things lie in it: then it was not made for Whence.
 */
function makeDataPrivate(folder: string): void {
  const names = readdirSync(folder);
  for (const name of names.filter(isOwn)) makePrivate(join(folder, name));
  for (const name of ownFolders) makePrivateItself(join(folder, name));
  if (names.every((name) => isOwn(name) || ownFolders.includes(name))) makePrivateItself(folder);
}

/** Creates the data folder where it is missing, for its owner alone. Throws DATA_FOLDER_NOT_WRITABLE when nothing can be written there. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolders(resolve(folder, 'indexes'));
    makeDataPrivate(folder);
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

/** The data folder that an index lies in; null where it lies in none. */
export function dataFolderOfIndex(indexFile: string): string | null {
  const indexes = dirname(dirname(indexFile));
  return basename(indexes) === 'indexes' ? dirname(indexes) : null;
}
