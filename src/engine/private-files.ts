import { chmodSync, lstatSync, readdirSync, type Stats, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// What Whence keeps holds other people's source text, and an address of it the key to all that: nobody else on the machine may
// read it, whatever the umask and the folders above. Windows keeps such folders from others by itself.

/** Only the owner reads and writes; only the owner enters. */
export const privateFileMode = 0o600;
export const privateFolderMode = 0o700;

const ofOthers = 0o077;

/** Makes an empty file that only its owner reads, where there is none: whoever opens it next (SQLite) keeps its mode. */
export function createPrivateFile(file: string): void {
  try {
    writeFileSync(file, '', { flag: 'ax', mode: privateFileMode });
  } catch {
    // It is there already, or whoever opens it next says why not.
  }
}

/** Takes a file or a folder, with all in it, away from everybody but its owner. Links are left alone, and what is not ours to change. */
export function makePrivate(path: string): void {
  if (!makePrivateItself(path)?.isDirectory()) return;
  for (const name of tryTo(() => readdirSync(path)) ?? []) makePrivate(join(path, name));
}

/** The same for a file or a folder alone, not for what lies in it. Null where there is nothing to change. */
export function makePrivateItself(path: string): Stats | null {
  if (process.platform === 'win32') return null;
  const stats = tryTo(() => lstatSync(path));
  if (stats === null || stats.isSymbolicLink()) return null;
  if ((stats.mode & ofOthers) !== 0) tryTo(() => chmodSync(path, stats.mode & 0o777 & ~ofOthers));
  return stats;
}

function tryTo<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
