import { join } from 'node:path';
import { WhenceError } from '../../shared/errors.ts';
import { Conversion } from './conversion/conversion.ts';
import { textBytesAtMost } from './isomorphic/history.ts';
import { readSmallFile } from '../files/small-file.ts';
import { readSymbolicLink } from './repository/own-files.ts';
import type { Repository } from './repository/repository.ts';

export interface WorkingFile {
  readonly bytes: Buffer;
  /** The bytes are where the link leads. */
  readonly isLink: boolean;
}

export interface StoredForm {
  /** As git would store the file. */
  readonly content: Buffer;
  /** What is on disk, where the content is a pointer that stands for it. */
  readonly standsFor: Buffer | null;
}

/** A file of the working tree as git would store it; a link's target. Null when it is not there. */
export function readStoredForm(repository: Repository, path: string, committed: Buffer | null): StoredForm | null {
  const file = readWorking(repository, path);
  if (file === null) return null;
  if (file.isLink) return { content: file.bytes, standsFor: null };
  const conversion = new Conversion(repository);
  if (committed !== null && conversion.isFileOfPointer(path, file.bytes, committed)) {
    return { content: committed, standsFor: file.bytes };
  }
  return { content: conversion.toStored(path, file.bytes, committed), standsFor: null };
}

/** As `readStoredForm`, the content alone. */
export const readWorkingFile = (repository: Repository, path: string, committed: Buffer | null): Buffer | null =>
  readStoredForm(repository, path, committed)?.content ?? null;

/** The bytes on disk of a file; a link's target. Null when it is not there, or neither. */
export const readWorkingBytes = (repository: Repository, path: string): Buffer | null =>
  readWorking(repository, path)?.bytes ?? null;

/** As `readWorkingBytes`, with what it is. */
export function readWorking(repository: Repository, path: string): WorkingFile | null {
  if (repository.workTree === null) return null;
  const file = join(repository.workTree, path);
  const read = readSmallFile(file, { mostBytes: textBytesAtMost });
  if (read.state === 'read') return { bytes: read.bytes, isLink: false };
  if (read.state === 'missing' || read.reason === 'not-a-file') return null;
  if (read.reason === 'link') {
    const target = readSymbolicLink(file);
    return target === null ? null : { bytes: Buffer.from(target), isLink: true };
  }
  if (read.reason === 'too-large') {
    throw new WhenceError('FILE_TOO_LARGE', `${path} is too large for blame and history (${read.detail}).`);
  }
  throw new WhenceError('PATH_NOT_READABLE', `${path} cannot be read (${read.detail}).`);
}
