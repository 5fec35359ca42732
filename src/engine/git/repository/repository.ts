import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { WhenceError } from '../../../shared/errors.ts';
import { fileLimits } from '../../files/small-file.ts';
import { GitConfig, personalConfigFiles } from './config.ts';
import { gitOwnText } from './own-files.ts';

/** Where a repository's parts are on disk, found without running or trusting anything of it. */
export interface Repository {
  /** The folder that was opened, real path. */
  readonly root: string;
  /** HEAD and index: `.git`, or a worktree's own folder. */
  readonly gitFolder: string;
  /** Objects, refs and configuration; equals `gitFolder` but for linked worktrees. */
  readonly commonFolder: string;
  /** Top of the working tree; null for a bare repository. */
  readonly workTree: string | null;
  /** Path of the root below the working tree, with `/` at its end; empty when they are one. */
  readonly prefix: string;
  readonly linkedWorktree: boolean;
  readonly bare: boolean;
  readonly partial: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly config: GitConfig;
}

/** The repository that holds this folder: the nearest one above it or itself. Null without one. */
export function findRepository(folder: string): Repository | null {
  const root = realpathSync(folder);
  for (let at = root; ; at = dirname(at)) {
    const gitFolder = gitFolderOf(at);
    if (gitFolder) return describeRepository(root, gitFolder, at);
    if (looksLikeGitFolder(at)) return describeRepository(root, at, null);
    if (dirname(at) === at) return null;
  }
}

/** As `findRepository`; throws NOT_A_GIT_REPOSITORY or GIT_BARE where there is no working tree to speak of. */
export function openRepository(folder: string): Repository {
  const found = findRepository(folder);
  if (!found) {
    throw new WhenceError(
      'NOT_A_GIT_REPOSITORY',
      'This folder is not in a git repository, so there is no blame or history.',
    );
  }
  return found;
}

/** The repository of a file below the root: a submodule's or nested one's own where the path enters it. */
export function repositoryOfPath(repository: Repository, path: string): { repository: Repository; path: string } {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const below = folders.slice(0, depth).join('/');
    const folder = join(repository.root, below);
    if (!existsSync(join(folder, '.git'))) continue;
    const inner = findRepository(folder);
    if (inner && inner.prefix === '') return { repository: inner, path: path.slice(below.length + 1) };
  }
  return { repository, path: repository.prefix + path };
}

/** The folder behind `.git`: itself, what a link of that name leads to, or what a file names (worktrees, submodules). */
function gitFolderOf(folder: string): string | null {
  const dotGit = join(folder, '.git');
  if (isFolder(dotGit)) return looksLikeGitFolder(dotGit) ? dotGit : null;
  const text = gitOwnText(dotGit, fileLimits.line);
  const named = text === null ? null : /^gitdir: (.*?)[\r\n]*$/s.exec(text)?.[1];
  if (!named) return null;
  const target = isAbsolute(named) ? named : resolve(folder, named);
  return looksLikeGitFolder(target) ? target : null;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function looksLikeGitFolder(folder: string): boolean {
  // Not asked of where it leads: as a link to a branch that is yet to be born it leads nowhere.
  if (!isThere(join(folder, 'HEAD'))) return false;
  const common = commonFolderOf(folder);
  return existsSync(join(common, 'objects')) && existsSync(join(common, 'refs'));
}

function isThere(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function commonFolderOf(gitFolder: string): string {
  const text = gitOwnText(join(gitFolder, 'commondir'), fileLimits.line);
  return text === null ? gitFolder : resolve(gitFolder, text.trim());
}

function describeRepository(root: string, gitFolder: string, workTree: string | null): Repository {
  const commonFolder = commonFolderOf(gitFolder);
  const config = new GitConfig();
  for (const file of personalConfigFiles()) config.addFile(file);
  config.addFile(join(commonFolder, 'config'));
  if (config.getBoolean('extensions.worktreeconfig')) config.addFile(join(gitFolder, 'config.worktree'));
  const bare = workTree === null || (config.getBoolean('core.bare') === true && commonFolder === gitFolder);
  const prefix = workTree === null ? '' : relative(workTree, root).split(sep).join('/');
  return {
    root,
    gitFolder,
    commonFolder,
    workTree: bare ? null : workTree,
    prefix: prefix === '' ? '' : `${prefix}/`,
    linkedWorktree: commonFolder !== gitFolder && basename(dirname(gitFolder)) === 'worktrees',
    bare,
    partial: isPartial(commonFolder, config),
    objectFormat: config.get('extensions.objectformat')?.toLowerCase() === 'sha256' ? 'sha256' : 'sha1',
    config,
  };
}

function isPartial(commonFolder: string, config: GitConfig): boolean {
  if (config.get('extensions.partialclone') !== null) return true;
  if (config.keys().some((key) => /^remote\..*\.promisor$/.test(key) && config.getBoolean(key))) return true;
  try {
    return readdirSync(join(commonFolder, 'objects', 'pack')).some((name) => name.endsWith('.promisor'));
  } catch {
    return false;
  }
}
