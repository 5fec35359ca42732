import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chunk, Chunker } from '../chunking/index.ts';
import {
  chunkLines,
  deflateText,
  type FileContent,
  hashChunk,
  hashContent,
  hashedRowOf,
  hashRows,
  type ReadChunk,
} from '../store/reading-types.ts';
import { keywordColumns, roleOf } from '../text/index.ts';
import { splitLines } from '../text/lines.ts';
import { skipByBytes, skipByText } from './content-gate.ts';
import { decodeText, utf16Of } from './decode.ts';
import type { Skip } from './name-gate.ts';

export interface ReadRequest {
  readonly root: string;
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Content hash in the index: when the bytes still have it, nothing more is done. Null to read in any case. */
  readonly knownHash: Uint8Array | null;
  readonly maxFileBytes: number;
}

export type ReadAnswer =
  | { readonly state: 'gone' }
  | { readonly state: 'unchanged'; readonly size: number; readonly mtimeMs: number }
  | {
      readonly state: 'read';
      readonly size: number;
      readonly mtimeMs: number;
      readonly contentHash: Uint8Array | null;
      readonly content: FileContent;
    };

// Neither follows a link that took the file's place nor waits for a pipe's other end. Both are 0 on Windows.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads, decodes, hashes and chunks one file. Never throws on account of the file; what went wrong is in the answer. */
export async function readOne(request: ReadRequest, chunker: () => Promise<Chunker>): Promise<ReadAnswer> {
  const bytes = readBytes(request);
  if ('state' in bytes) return bytes;
  const { data, size, mtimeMs } = bytes;
  const contentHash = new Uint8Array(hashContent(data));
  if (request.knownHash !== null && Buffer.compare(contentHash, request.knownHash) === 0) {
    return { state: 'unchanged', size, mtimeMs };
  }
  const content = await contentOf(request.path, data, chunker);
  return { state: 'read', size, mtimeMs, contentHash, content };
}

function readBytes(request: ReadRequest): ReadAnswer | { data: Buffer; size: number; mtimeMs: number } {
  let handle: number | null = null;
  try {
    handle = openSync(join(request.root, request.path), openFlags);
    const before = fstatSync(handle);
    if (!before.isFile()) return { state: 'gone' };
    if (before.size > request.maxFileBytes) {
      return skipped(before, { reason: 'too-large', detail: `${before.size.toLocaleString('en')} bytes` });
    }
    const readAt = Date.now();
    const data = readFileSync(handle);
    const after = fstatSync(handle);
    const steady = after.size === before.size && after.mtimeMs === before.mtimeMs && data.length === after.size;
    return { data, size: before.size, mtimeMs: steady ? trustedTime(before.mtimeMs, readAt) : -1 };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // ELOOP: a link stands there now; the next walk reports it.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return { state: 'gone' };
    const detail = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : `could not be read (${code})`;
    return skipped({ size: 0, mtimeMs: -1 }, { reason: 'unreadable', detail });
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Coarsest clock tick of a file system that keeps fractions of a second, and of one that does not (FAT), in ms. */
const fineTickMs = 50;
const coarseTickMs = 2000;

/**
 * The time of a file's last change, or -1 when a change right after the reading could leave the same time behind: such a file
 * is read again on the next walk (git calls it racy).
 */
export function trustedTime(mtimeMs: number, readAt: number): number {
  const tick = mtimeMs % 1000 === 0 ? coarseTickMs : fineTickMs;
  return mtimeMs > readAt - tick ? -1 : mtimeMs;
}

const skipped = (stat: { size: number; mtimeMs: number }, skip: Skip): ReadAnswer => ({
  state: 'read',
  size: stat.size,
  mtimeMs: stat.mtimeMs,
  contentHash: null,
  content: { state: 'skipped', ...skip },
});

async function contentOf(path: string, data: Buffer, chunker: () => Promise<Chunker>): Promise<FileContent> {
  if (utf16Of(data) === null) {
    const skip = skipByBytes(data);
    if (skip !== null) return { state: 'skipped', ...skip };
  }
  const decoded = decodeText(data);
  if (decoded === null) {
    return { state: 'skipped', reason: 'undecodable', detail: 'neither UTF-8, UTF-16 nor Latin-1' };
  }
  const skip = skipByText(path, decoded.text);
  if (skip !== null) return { state: 'skipped', ...skip };
  return chunked(path, decoded.text, await chunker());
}

async function chunked(path: string, text: string, chunker: Chunker): Promise<FileContent> {
  const { language, chunks, fallback } = await chunker.chunk({ path, text });
  const lines = splitLines(text);
  const file = {
    language,
    role: roleOf(path, lines.slice(0, 12).join('\n').slice(0, 2000)),
    lineCount: lines.length,
    detail: fallback,
  };
  const readChunks = chunks.map((chunk) => toReadChunk(path, lines, chunk));
  return {
    state: 'indexed',
    ...file,
    deflated: new Uint8Array(deflateText(text)),
    chunks: readChunks,
    rowsHash: new Uint8Array(hashRows(file, readChunks.map(hashedRowOf))),
  };
}

function toReadChunk(path: string, lines: readonly string[], chunk: Chunk): ReadChunk {
  return {
    kind: chunk.kind,
    name: chunk.name,
    enclosing: chunk.enclosing,
    signature: chunk.signature,
    startLine: chunk.startLine,
    endLine: chunk.endLine,
    docStartLine: chunk.doc?.startLine ?? null,
    docEndLine: chunk.doc?.endLine ?? null,
    textHash: new Uint8Array(hashChunk(chunk, chunkLines(lines, chunk.startLine, chunk.endLine))),
    symbols: chunk.symbols,
    columns: keywordColumns({ path, chunk, lines }),
  };
}
