import { lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { GitConfig, personalConfigFiles, resolveConfigPath } from './config.ts';
import type { Repository } from './repository.ts';

/**
 * True when git itself would refuse this repository: it belongs to another user and the person has not listed it under
 * `safe.directory`. Only the person's and the system's configuration count, never the repository's own.
 */
export function isUnsafe(repository: Repository): boolean {
  const user = process.getuid?.();
  if (user === undefined) return false;
  const sudoer = user === 0 ? Number(process.env['SUDO_UID'] ?? Number.NaN) : Number.NaN;
  const isOurs = (path: string): boolean => {
    try {
      const { uid } = lstatSync(path);
      return uid === user || uid === sudoer;
    } catch {
      return false;
    }
  };
  const paths = repository.workTree === null ? [] : [repository.workTree, join(repository.workTree, '.git')];
  // A worktree's own folder may be ours and lead to shared objects and settings (commondir) that are not.
  if ([...paths, repository.gitFolder, repository.commonFolder].every(isOurs)) return false;
  return !isListedSafe(repository.workTree ?? repository.gitFolder);
}

function isListedSafe(folder: string): boolean {
  const config = new GitConfig();
  if (process.platform !== 'win32') config.addFile('/etc/gitconfig');
  for (const file of personalConfigFiles()) config.addFile(file);
  let safe = false;
  for (const value of config.getAll('safe.directory')) {
    if (value === '') safe = false;
    else if (value === '*') safe = true;
    else if (value.endsWith('/*')) safe ||= folder.startsWith(value.slice(0, -1));
    else safe ||= samePath(resolveConfigPath(value, folder), folder);
  }
  return safe;
}

function samePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
