import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { FolderEntry, FolderListing } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { isErrno } from '../atomic-file.ts';
import { gitMarker } from './root.ts';

const markedAtOnce = 64;

/** The folders below `path` (home when absent), for the folder browser of the browser mode. Files are never listed. */
export async function browseFolder(path: string | undefined, hidden: boolean): Promise<FolderListing> {
  const folder = await realpath(resolve(path ?? homedir())).catch((error: unknown) => {
    throw browseError(path ?? homedir(), error);
  });
  const names = await folderNames(folder, hidden);
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    isRepository: (await gitMarker(folder)) !== null,
    entries: await markRepositories(names.map((name) => join(folder, name))),
    shortcuts: await shortcuts(),
  };
}

async function folderNames(folder: string, hidden: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw browseError(folder, error);
  });
  const names: string[] = [];
  for (const entry of entries) {
    if (!hidden && entry.name.startsWith('.')) continue;
    const isFolder = entry.isSymbolicLink()
      ? ((await stat(join(folder, entry.name)).catch(() => null))?.isDirectory() ?? false)
      : entry.isDirectory();
    if (isFolder) names.push(entry.name);
  }
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' }));
}

async function markRepositories(paths: readonly string[]): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  for (let i = 0; i < paths.length; i += markedAtOnce) {
    const group = paths.slice(i, i + markedAtOnce);
    entries.push(
      ...(await Promise.all(
        group.map(async (path) => ({
          name: basename(path) || path,
          path,
          isRepository: (await gitMarker(path)) !== null,
        })),
      )),
    );
  }
  return entries;
}

async function shortcuts(): Promise<FolderEntry[]> {
  const home = homedir();
  const wanted = [home, ...['Projects', 'projects', 'src', 'code', 'dev', 'Documents'].map((name) => join(home, name))];
  const folders: string[] = [];
  for (const path of [...wanted, process.cwd()]) {
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
    if (isFolder && !folders.includes(path)) folders.push(path);
  }
  return markRepositories(folders);
}

function browseError(path: string, error: unknown): unknown {
  if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) {
    return new WhenceError('PATH_NOT_FOUND', `There is no folder ${path}: check the path.`);
  }
  if (isErrno(error, 'EACCES', 'EPERM')) {
    return new WhenceError('PATH_NOT_READABLE', `The folder ${path} can't be read: check its permissions.`);
  }
  return error;
}
