import { existsSync, lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { WhenceError } from '../../shared/errors.ts';
import { isErrno } from '../atomic-file.ts';
import { type FileRead, readSmallFile } from '../files/small-file.ts';

/** Elsewhere than on Windows `a:b.py` is a name like others. */
const drive = sep === '\\' ? /^[a-zA-Z]:/ : /^[a-zA-Z]:[\\/]/;

/**
 * The real, absolute path of a file inside a root, given relative with `/`. Throws PATH_OUTSIDE_ROOT for whatever would leave
 * it: an absolute path, `..`, a link that leads out, or git's own files, which no search shows; PATH_NOT_FOUND when there is no such file, ROOT_GONE without the root.
 */
export async function containedPath(root: string, path: string): Promise<string> {
  const segments = path.split('/');
  const leaves = isAbsolute(path) || drive.test(path) || segments.includes('..') || path.includes('\0');
  if (ofGit(segments)) throw outside(path);
  if (leaves || (sep === '\\' && path.includes('\\'))) throw outside(path);
  let real: string;
  try {
    real = await realpath(join(root, ...segments));
  } catch (error) {
    if (!existsSync(root)) {
      throw new WhenceError('ROOT_GONE', `${root} is no longer there: it was moved or deleted.`);
    }
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG')) {
      throw new WhenceError(
        'PATH_NOT_FOUND',
        `There is no file ${path} any more: index again to bring the list up to date.`,
      );
    }
    if (isErrno(error, 'EACCES', 'EPERM')) {
      throw new WhenceError('PATH_NOT_READABLE', `The file ${path} can't be read: check its permissions.`);
    }
    throw error;
  }
  const realRoot = await realpath(root);
  if (!isInside(realRoot, real) || ofGit(relative(realRoot, real).split(sep))) throw outside(path);
  return real;
}

/**
 * Reads a file inside a root from one handle. Links inside of the root that lead to another place inside of it are followed;
 * whoever swaps a file, or a folder above it, for a link to elsewhere between the check and the opening gets nothing: what was
 * opened must be what was checked. Throws as `containedPath`.
 */
export async function readContained(root: string, path: string, mostBytes: number): Promise<FileRead> {
  const real = await containedPath(root, path);
  return readSmallFile(real, { mostBytes, accept: (handle, stat) => isWhatLiesAt(real, handle, stat) });
}

/** Whether an opened file is the one at a path without links. */
function isWhatLiesAt(real: string, handle: number, stat: Stats): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/self/fd/${handle}`) === real;
    } catch {
      // No /proc here.
    }
  }
  try {
    const there = lstatSync(real);
    return realpathSync(real) === real && there.ino === stat.ino && there.dev === stat.dev;
  } catch {
    return false;
  }
}

/** Whether `path` is `folder` or lies below it; both real and absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** `.git` as any of the systems may write it. */
const ofGit = (segments: readonly string[]): boolean => segments.some((segment) => segment.toLowerCase() === '.git');

function outside(path: string): WhenceError {
  return new WhenceError(
    'PATH_OUTSIDE_ROOT',
    `${path} is not part of the opened folder's files: Whence reads nothing there.`,
  );
}
