import { readFile, stat } from 'node:fs/promises';
import type { FileText } from '../../shared/contract/repositories.ts';
import { WhenceError } from '../../shared/errors.ts';
import { languageOf } from '../chunking/index.ts';
import { decodeText } from '../ingest/decode.ts';
import { splitLines } from '../text/lines.ts';
import { containedPath } from './contained-path.ts';

/** Bytes up to which a file is shown: what a preview can still scroll. */
const shownBytes = 16 * 1024 * 1024;

/** Bytes looked at to tell binary from text, as many as git looks at. */
const probeBytes = 8000;

/**
 * Text of a file inside a root as it is on disk now. Throws PATH_OUTSIDE_ROOT, PATH_NOT_FOUND, PATH_NOT_READABLE, FILE_NOT_TEXT
 * and FILE_TOO_LARGE.
 */
export async function readText(root: string, path: string): Promise<FileText> {
  const bytes = await readBytes(await containedPath(root, path), path);
  const decoded = decodeText(bytes);
  const binary =
    decoded === null || (decoded.encoding !== 'utf-16le' && decoded.encoding !== 'utf-16be' && hasZero(bytes));
  if (binary) throw new WhenceError('FILE_NOT_TEXT', `${path} is not text: Whence can't show it.`);
  const lines = splitLines(decoded.text);
  return {
    path,
    text: decoded.text,
    language: languageOf(path, lines[0]),
    bytes: bytes.length,
    lineCount: lines.length,
  };
}

const hasZero = (bytes: Uint8Array): boolean => bytes.subarray(0, probeBytes).includes(0);

async function readBytes(file: string, path: string): Promise<Uint8Array> {
  // Asked before it is opened: opening a pipe would wait for somebody to write to it.
  const status = await stat(file);
  if (!status.isFile()) throw new WhenceError('FILE_NOT_TEXT', `${path} is a folder or no ordinary file.`);
  if (status.size > shownBytes) {
    const size = Math.round(status.size / 1e6);
    throw new WhenceError('FILE_TOO_LARGE', `${path} is too large to be shown (${size} MB): open it in your editor.`);
  }
  return readFile(file).catch((cause: unknown) => {
    throw new WhenceError('PATH_NOT_READABLE', `The file ${path} can't be read: check its permissions.`, { cause });
  });
}
