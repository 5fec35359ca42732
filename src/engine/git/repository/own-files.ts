import { readlinkSync } from 'node:fs';
import { WhenceError } from '../../../shared/errors.ts';
import { type FileRead, fileLimits, readSmallFile } from '../../files/small-file.ts';

/**
 * Text of a file inside of git's own folder; null without one, and for anything but a regular file of at most `mostBytes`. Links
 * are followed here as git does: no clone brings one, and git-new-workdir and repo make folders of nothing but links.
 */
export function gitOwnText(file: string, mostBytes: number): string | null {
  const read = readOwn(file, mostBytes);
  return read.state === 'read' ? read.bytes.toString('utf8') : null;
}

const readOwn = (file: string, mostBytes: number): FileRead => readSmallFile(file, { links: 'follow', mostBytes });

/**
 * Text of the file of a ref; null without one, and where a folder of refs has the name. Throws GIT_FAILED for a pipe, a device or
 * what can't be read: without it nothing may be said to have no commits.
 */
export function refText(file: string): string | null {
  const read = readOwn(file, fileLimits.line);
  if (read.state === 'read') return read.bytes.toString('utf8');
  if (read.state === 'missing' || read.stat?.isDirectory() === true) return null;
  throw new WhenceError(
    'GIT_FAILED',
    `${file} can't be read (${read.detail}), so it is not known what is checked out. "git fsck" tells more.`,
  );
}

/** Where a link leads, as it is written; null for anything else. */
export function readSymbolicLink(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
