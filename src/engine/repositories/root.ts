import { createHash } from 'node:crypto';
import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { RootKind } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { isErrno } from '../atomic-file.ts';
import { fileLimits, readSmallText } from '../files/small-file.ts';

/** A folder that Whence indexes as one. */
export interface Root {
  readonly repositoryId: string;
  /** Real, absolute path in the system's spelling. */
  readonly path: string;
  readonly name: string;
  readonly kind: RootKind;
}

/** Stable name of the index of a root: from its real path, so that links and trailing slashes lead to the same one. */
export function repositoryIdOf(realPath: string): string {
  const spelling = process.platform === 'win32' ? realPath.toLowerCase() : realPath;
  return createHash('sha256').update(spelling).digest('hex').slice(0, 20);
}

/** Checks that `path` is a readable folder and says what kind of root it is. Throws PATH_NOT_FOUND, …_NOT_A_FOLDER, …_NOT_READABLE. */
export async function resolveRoot(path: string): Promise<Root> {
  const real = await realFolder(path);
  return {
    repositoryId: repositoryIdOf(real),
    path: real,
    name: basename(real) || real,
    kind: await rootKind(real),
  };
}

async function realFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  let real = absolute;
  try {
    real = await realpath(absolute);
    if (!(await stat(real)).isDirectory()) {
      throw new WhenceError(
        'PATH_NOT_A_FOLDER',
        `${absolute} is a file: choose the folder it lies in, or a repository.`,
      );
    }
    await access(real, constants.R_OK | constants.X_OK);
    await readdir(real);
  } catch (error) {
    throw folderError(real.includes(undecoded) ? real : absolute, error);
  }
  return real;
}

/** What stands in a path for bytes that are no UTF-8; such a path can't be opened by its text. */
const undecoded = '\ufffd';

function folderError(path: string, error: unknown): unknown {
  if (path.includes(undecoded) && isErrno(error, 'ENOENT', 'ENOTDIR')) {
    return new WhenceError(
      'NOT_SUPPORTED',
      `The name of ${path}, or of a folder above it, is not valid UTF-8, so it can't be opened: rename it, or mount or bind it under another name.`,
    );
  }
  if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) {
    return new WhenceError(
      'PATH_NOT_FOUND',
      `There is no folder ${path}: check the path, or connect the disk that it is on.`,
    );
  }
  if (isErrno(error, 'EACCES', 'EPERM')) {
    return new WhenceError('PATH_NOT_READABLE', `The folder ${path} can't be read: check its permissions.`);
  }
  if (isErrno(error, 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE')) {
    return new WhenceError('PATH_NOT_FOUND', 'That is not a possible path: check it.');
  }
  return error;
}

async function rootKind(real: string): Promise<RootKind> {
  const marker = await gitMarker(real);
  if (marker) return marker;
  for (let folder = dirname(real), last = real; folder !== last; last = folder, folder = dirname(folder)) {
    if (await gitMarker(folder)) return 'repository-folder';
  }
  return 'folder';
}

/** `.git` as a folder is a repository, as a file a linked worktree or a submodule; HEAD beside objects is a bare repository. */
export async function gitMarker(folder: string): Promise<'repository' | 'worktree' | null> {
  const dotGit = await stat(join(folder, '.git')).catch(() => null);
  if (dotGit?.isDirectory()) return 'repository';
  if (dotGit?.isFile()) {
    const link = readSmallText(join(folder, '.git'), { links: 'follow', mostBytes: fileLimits.line }) ?? '';
    return /[\\/]worktrees[\\/]/.test(link) ? 'worktree' : 'repository';
  }
  const [head, objects] = await Promise.all(
    ['HEAD', 'objects', 'refs'].map(async (name) => stat(join(folder, name)).catch(() => null)),
  );
  return head?.isFile() && objects?.isDirectory() ? 'repository' : null;
}

/** Whether a root is so wide that indexing it is more likely a slip than a wish: the file-system root, home, or above home. */
export function isTooWide(real: string, home: string = homedir()): boolean {
  const withSeparator = real.endsWith(sep) ? real : real + sep;
  return dirname(real) === real || `${home}${sep}`.startsWith(withSeparator);
}

/** Files below a folder, counted until `limit` or for `budgetMs`; links are not followed. */
export async function countFiles(folder: string, limit = 1_000_000, budgetMs = 1500): Promise<number> {
  const deadline = performance.now() + budgetMs;
  const pending = [folder];
  let files = 0;
  while (files < limit && performance.now() < deadline) {
    const next = pending.pop();
    if (next === undefined) break;
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory()) pending.push(join(next, entry.name));
      else files += 1;
    }
  }
  return files;
}

/** Throws ROOT_TOO_LARGE (with a count) for roots that need a person's yes. */
export async function confirmRoot(root: Root): Promise<void> {
  if (!isTooWide(root.path)) return;
  const files = await countFiles(root.path);
  throw new WhenceError(
    'ROOT_TOO_LARGE',
    `${root.path} holds ${files.toLocaleString('en')} files or more, likely not all code: choose a folder inside it, or confirm that all of it is meant.`,
    { data: { files, root: root.path } },
  );
}
