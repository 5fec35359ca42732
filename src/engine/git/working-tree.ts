import { join } from 'node:path';
import { WhenceError } from '../../shared/errors.ts';
import { textBytesAtMost } from './isomorphic/history.ts';
import { readSmallFile } from '../files/small-file.ts';
import { readSymbolicLink } from './repository/own-files.ts';
import type { Repository } from './repository/repository.ts';

/** The bytes of a file as git would store them; a link's target. Null when it is not there. */
export function readWorkingFile(repository: Repository, path: string, committed: Buffer | null): Buffer | null {
  const bytes = readWorkingBytes(repository, path);
  return bytes === null ? null : asStored(bytes, committed, repository);
}

/** The bytes on disk of a file; a link's target. Null when it is not there, or neither. */
export function readWorkingBytes(repository: Repository, path: string): Buffer | null {
  if (repository.workTree === null) return null;
  const file = join(repository.workTree, path);
  const read = readSmallFile(file, { mostBytes: textBytesAtMost });
  if (read.state === 'read') return read.bytes;
  if (read.state === 'missing' || read.reason === 'not-a-file') return null;
  if (read.reason === 'link') {
    const target = readSymbolicLink(file);
    return target === null ? null : Buffer.from(target);
  }
  if (read.reason === 'too-large') {
    throw new WhenceError('FILE_TOO_LARGE', `${path} is too large for blame and history (${read.detail}).`);
  }
  throw new WhenceError('PATH_NOT_READABLE', `${path} cannot be read (${read.detail}).`);
}

/**
 * Line ends as git would commit them: with `core.autocrlf`, CRLF of a text file becomes LF, unless the committed file has
 * CRLF itself. Filters that a repository configures are programs, and never run.
 */
export function asStored(bytes: Buffer, committed: Buffer | null, repository: Repository): Buffer {
  const setting = repository.config.get('core.autocrlf')?.toLowerCase() ?? 'false';
  const converts = setting === 'input' || repository.config.getBoolean('core.autocrlf') === true;
  if (!converts || bytes.indexOf('\r\n') < 0 || bytes.subarray(0, 8000).indexOf(0) >= 0) return bytes;
  if (committed !== null && committed.indexOf('\r\n') >= 0) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
