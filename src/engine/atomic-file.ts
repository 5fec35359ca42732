import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { WhenceError } from '../shared/errors.ts';

/** Replaces a small file as a whole: after a crash it holds either the old or the new text. */
export function writeFileAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw writeFailure(file, cause);
  }
}

/** The parsed JSON of a file; null when there is no such file. Text that is no JSON is `undefined`: it never reads as empty. */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const isErrno = (error: unknown, ...codes: string[]): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);

function writeFailure(file: string, cause: unknown): unknown {
  if (isErrno(cause, 'ENOSPC', 'EDQUOT')) {
    return new WhenceError('DISK_FULL', `The disk is full: ${file} was not written. Free some space and try again.`, {
      cause,
    });
  }
  if (isErrno(cause, 'EACCES', 'EPERM', 'EROFS')) {
    return new WhenceError('DATA_FOLDER_NOT_WRITABLE', `Whence can't write ${file}: make its folder writable.`, {
      cause,
    });
  }
  return cause;
}
