import { join } from 'node:path';
import { readSmallText } from '../../files/small-file.ts';
import { resolveConfigPath } from './config.ts';
import type { Repository } from './repository.ts';

/**
 * Commits that blame passes over: those in `.git-blame-ignore-revs` at the top of the working tree, the name that hosting
 * sites agreed on, and in the files that `blame.ignoreRevsFile` names. Lines that hold no full id are passed over, where
 * git would refuse to blame at all.
 */
export function readIgnoredRevisions(repository: Repository): ReadonlySet<string> {
  const ids = new Set<string>();
  const { workTree, config } = repository;
  if (workTree !== null) addIds(readSmallText(join(workTree, '.git-blame-ignore-revs')), ids);
  for (const file of config.getAll('blame.ignorerevsfile')) {
    if (file === '') ids.clear();
    else addIds(readConfigured(repository, file), ids);
  }
  return ids;
}

function readConfigured({ workTree, commonFolder }: Repository, file: string): string | null {
  return readSmallText(resolveConfigPath(file, join(workTree ?? commonFolder, 'config')), { links: 'follow' });
}

/** Without the file nothing is passed over. */
function addIds(text: string | null, ids: Set<string>): void {
  for (const line of (text ?? '').split('\n')) {
    const id = line.replace(/#.*/, '').trim().toLowerCase();
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) ids.add(id);
  }
}
