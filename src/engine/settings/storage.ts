import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StorageEntry } from '../../shared/contract/settings.ts';
import { indexFileOf } from '../data-folder.ts';
import { openReader } from '../store/index.ts';

/** Every index of a data folder with its bytes on disk (backups and what was set aside included), largest first. */
export function storedIndexes(dataFolder: string): readonly StorageEntry[] {
  const folder = join(dataFolder, 'indexes');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const root = rootOf(indexFileOf(dataFolder, name));
      return {
        repositoryId: name,
        root: root ?? '',
        bytes: bytesOf(join(folder, name)),
        rootExists: root !== null && existsSync(root),
      };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

/** The root that an index says it is of; null when it can't be read. */
function rootOf(indexFile: string): string | null {
  try {
    const reader = openReader(indexFile);
    try {
      return reader.manifest().root;
    } finally {
      reader.close();
    }
  } catch {
    return null;
  }
}

function bytesOf(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
