import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfigPath } from './config.ts';
import type { Repository } from './repository.ts';

const fileAtMost = 4 * 1024 * 1024;

/**
 * Commits that blame passes over: those in `.git-blame-ignore-revs` at the top of the working tree, the name that hosting
 * sites agreed on, and in the files that `blame.ignoreRevsFile` names. Lines that hold no full id are passed over, where
 * git would refuse to blame at all.
 */
export function readIgnoredRevisions(repository: Repository): ReadonlySet<string> {
  const ids = new Set<string>();
  const { workTree, config } = repository;
  if (workTree !== null) addFile(join(workTree, '.git-blame-ignore-revs'), ids);
  for (const file of config.getAll('blame.ignorerevsfile')) {
    if (file === '') ids.clear();
    else addFile(resolveConfigPath(file, join(workTree ?? repository.commonFolder, 'config')), ids);
  }
  return ids;
}

function addFile(file: string, ids: Set<string>): void {
  try {
    if (lstatSync(file).size > fileAtMost) return;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const id = line.replace(/#.*/, '').trim().toLowerCase();
      if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) ids.add(id);
    }
  } catch {
    // Without the file nothing is passed over.
  }
}
