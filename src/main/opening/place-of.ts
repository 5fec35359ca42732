import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isInside } from '../../engine/repositories/contained-path.ts';
import type { AskedPlace } from '../../shared/contract/repositories.ts';

/**
 * The place that an absolute path means: a folder is a root; a file lies in the innermost root that was opened before, else in the
 * repository around it, else in its folder. A path that is not there is taken as a root, whose opening says what is wrong.
 */
export function placeOf(path: string, line: number | null, known: readonly string[]): AskedPlace {
  const file = realFile(path);
  if (file === null) return { root: path, file: null, line: null };
  const root =
    known.filter((folder) => isInside(folder, file)).sort((a, b) => b.length - a.length)[0] ??
    repositoryAround(dirname(file)) ??
    dirname(file);
  return { root, file: relative(root, file).split(sep).join('/'), line };
}

function realFile(path: string): string | null {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() ? real : null;
  } catch {
    return null;
  }
}

function repositoryAround(folder: string): string | null {
  if (basename(folder) !== '.git' && existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? null : repositoryAround(above);
}
