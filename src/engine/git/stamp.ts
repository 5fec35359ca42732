import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfigPath } from './repository/config.ts';
import { readIgnoredRevisions } from './repository/ignored-revisions.ts';
import type { Repository } from './repository/repository.ts';

/** Raised when blame itself comes to give other answers, so that stored ones are made anew. */
const blameVersion = 1;

/** What blame rests on beside commits and text: mailmap, ignored revisions, shallow cuts. A short hash of all of it. */
export function blameStamp(repository: Repository): string {
  const hash = createHash('sha256').update(`${blameVersion}\n`);
  const { workTree, commonFolder, config } = repository;
  const mailmapFile = config.get('mailmap.file');
  const files = [
    workTree === null ? null : join(workTree, '.mailmap'),
    mailmapFile === null ? null : resolveConfigPath(mailmapFile, join(workTree ?? commonFolder, 'config')),
    join(commonFolder, 'shallow'),
    join(commonFolder, 'info', 'grafts'),
  ];
  for (const file of files) hash.update(`\n${file === null ? '' : contentOf(file)}`);
  for (const id of readIgnoredRevisions(repository)) hash.update(id);
  return hash.digest('hex').slice(0, 16);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
