import type { FileText } from '../../shared/contract/repositories.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { WhenceError } from '../../shared/errors.ts';
import { languageOf } from '../chunking/index.ts';
import { ToldEncodings } from '../git/conversion/told-encodings.ts';
import type { FileRead } from '../files/small-file.ts';
import { decodeText, describeDecoding, isBinary } from '../text/encoding/index.ts';
import { splitLines } from '../text/lines.ts';
import { readContained } from './contained-path.ts';

/** Bytes up to which a file is shown: what a preview can still scroll. */
const shownBytes = 16 * 1024 * 1024;

/**
 * Text of a file inside a root as it is on disk now. Throws PATH_OUTSIDE_ROOT, PATH_NOT_FOUND, PATH_NOT_READABLE, FILE_NOT_TEXT
 * and FILE_TOO_LARGE.
 */
export async function readText(root: string, path: string): Promise<FileText> {
  const bytes = await readBytes(root, path);
  const told = new ToldEncodings(root).of(path);
  const isText = told.workingTreeEncoding !== undefined || !isBinary(bytes);
  const decoded = isText ? await decodeText(bytes, told) : null;
  if (decoded === null) throw new WhenceError('FILE_NOT_TEXT', `${path} is not text: Whence can't show it.`);
  const lines = splitLines(decoded.text);
  return {
    path,
    text: decoded.text,
    language: languageOf(path, decoded.text),
    bytes: bytes.length,
    lineCount: lines.length,
    decoding: describeDecoding(decoded),
  };
}

async function readBytes(root: string, path: string): Promise<Uint8Array> {
  const read = await readContained(root, path, shownBytes);
  if (read.state !== 'read') throw unreadable(read, path);
  return read.bytes;
}

function unreadable(read: Exclude<FileRead, { state: 'read' }>, path: string): WhenceError {
  if (read.state === 'missing') {
    return new WhenceError(
      'PATH_NOT_FOUND',
      `There is no file ${path} any more: index again to bring the list up to date.`,
    );
  }
  switch (read.reason) {
    case 'link':
      return new WhenceError('PATH_OUTSIDE_ROOT', `${path} was moved or replaced while it was opened: try again.`);
    case 'not-a-file':
      return new WhenceError('FILE_NOT_TEXT', `${path} is a folder or no ordinary file.`);
    case 'too-large': {
      const size = Math.round((read.stat?.size ?? shownBytes) / 1e6);
      return new WhenceError(
        'FILE_TOO_LARGE',
        `${path} is too large to be shown (${size} MB): open it in your editor.`,
      );
    }
    case 'unreadable':
      return new WhenceError('PATH_NOT_READABLE', `The file ${path} can't be read: check its permissions.`);
    default:
      return assertNever(read.reason);
  }
}
