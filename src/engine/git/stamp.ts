import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileLimits, type FileReadOptions, readSmallFile } from '../files/small-file.ts';
import { mailmapAtMost, mailmapFile } from './repository/mailmap.ts';
import { readIgnoredRevisions } from './repository/ignored-revisions.ts';
import type { Repository } from './repository/repository.ts';

/** Raised when blame itself comes to give other answers, so that stored ones are made anew. */
const blameVersion = 2;

/**
 * What blame rests on beside commits and text: mailmap, ignored revisions, shallow cuts, how files are converted.
 * A short hash of all of it.
 */
export function blameStamp(repository: Repository): string {
  const hash = createHash('sha256').update(`${blameVersion}\n`);
  const { workTree, commonFolder, config } = repository;
  const configured = config.get('mailmap.file');
  const own: FileReadOptions = { links: 'follow', mostBytes: fileLimits.list };
  const files: [string | null, FileReadOptions][] = [
    [workTree === null ? null : join(workTree, '.mailmap'), { mostBytes: mailmapAtMost }],
    [configured === null ? null : mailmapFile(repository, configured), { links: 'follow', mostBytes: mailmapAtMost }],
    [workTree === null ? null : join(workTree, '.gitattributes'), {}],
    [join(commonFolder, 'info', 'attributes'), own],
    [join(commonFolder, 'shallow'), own],
    [join(commonFolder, 'info', 'grafts'), own],
  ];
  for (const [file, options] of files) hash.update('\n').update(file === null ? '' : contentOf(file, options));
  for (const key of ['core.autocrlf', 'core.attributesfile']) hash.update(`\n${config.get(key) ?? ''}`);
  for (const id of readIgnoredRevisions(repository)) hash.update(id);
  return hash.digest('hex').slice(0, 16);
}

function contentOf(file: string, options: FileReadOptions): Buffer | string {
  const read = readSmallFile(file, options);
  return read.state === 'read' ? read.bytes : '';
}
