import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Chunk, Chunker } from '../chunking/index.ts';
import { readSmallFile } from '../files/small-file.ts';
import {
  chunkLines,
  deflateText,
  type FileContent,
  type FileIdentity,
  hashChunk,
  hashContent,
  hashedRowOf,
  hashRows,
  type ReadChunk,
} from '../store/reading-types.ts';
import { keywordColumns, roleOf } from '../text/index.ts';
import { decodeText, describeDecoding, isBinary } from '../text/encoding/index.ts';
import { splitLines } from '../text/lines.ts';
import { skipByText } from './content-gate.ts';
import { sizeLimit, type Skip } from './name-gate.ts';
import { readablePart } from './readable-part.ts';

export interface ReadRequest {
  readonly root: string;
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Content hash in the index: when the bytes still have it, nothing more is done. Null to read in any case. */
  readonly knownHash: Uint8Array | null;
  readonly maxFileBytes: number;
  /** What git's attributes say that the file is in. */
  readonly workingTreeEncoding?: string;
  /** Asked for by name: neither secrets nor marks of generators keep it out. */
  readonly named?: true;
}

/** What the system says of the file that was read. */
interface Seen {
  readonly size: number;
  /** -1 when it can't be trusted to show the next change. */
  readonly mtimeMs: number;
  readonly identity?: FileIdentity;
}

export type ReadAnswer =
  | { readonly state: 'gone' }
  | ({ readonly state: 'unchanged' } & Seen)
  | ({
      readonly state: 'read';
      readonly contentHash: Uint8Array | null;
      readonly content: FileContent;
    } & Seen);

/** Reads, decodes, hashes and chunks one file. Never throws on account of the file; what went wrong is in the answer. */
export async function readOne(request: ReadRequest, chunker: () => Promise<Chunker>): Promise<ReadAnswer> {
  const bytes = readBytes(request);
  if ('state' in bytes) return bytes;
  const { data, seen } = bytes;
  const contentHash = new Uint8Array(hashContent(data));
  if (request.knownHash !== null && Buffer.compare(contentHash, request.knownHash) === 0) {
    return { state: 'unchanged', ...seen };
  }
  const content = await contentOf(request, data, chunker);
  return { state: 'read', ...seen, contentHash, content };
}

function readBytes(request: ReadRequest): ReadAnswer | { data: Buffer; seen: Seen } {
  const readAt = Date.now();
  const read = readSmallFile(join(request.root, request.path), {
    mostBytes: sizeLimit(request.path, request.maxFileBytes),
  });
  if (read.state === 'read') {
    const seen = seenOf(read.stat);
    return { data: read.bytes, seen: { ...seen, mtimeMs: read.steady ? trustedTime(seen.mtimeMs, readAt) : -1 } };
  }
  // A link or a pipe stands there now: the next walk reports it.
  if (read.state === 'missing' || read.reason === 'link' || read.reason === 'not-a-file') return { state: 'gone' };
  const { stat } = read;
  if (read.reason === 'too-large' && stat !== null) {
    return skipped(seenOf(stat), { reason: 'too-large', detail: `${stat.size.toLocaleString('en')} bytes` });
  }
  const denied = read.detail === 'EACCES' || read.detail === 'EPERM';
  const detail = denied ? 'permission denied' : `could not be read (${read.detail})`;
  return skipped({ size: 0, mtimeMs: -1 }, { reason: 'unreadable', detail });
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

const seenOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): Seen => ({
  size,
  mtimeMs,
  identity: { ctimeMs, inode: ino },
});

const skipped = (seen: Seen, skip: Skip): ReadAnswer => ({
  state: 'read',
  ...seen,
  contentHash: null,
  content: { state: 'skipped', ...skip },
});

async function contentOf(request: ReadRequest, data: Buffer, chunker: () => Promise<Chunker>): Promise<FileContent> {
  const { workingTreeEncoding } = request;
  const isTold = workingTreeEncoding !== undefined;
  if (!isTold && isBinary(data)) return { state: 'skipped', reason: 'binary', detail: null };
  const decoded = await decodeText(data, isTold ? { workingTreeEncoding } : {});
  if (decoded === null) {
    return { state: 'skipped', reason: 'undecodable', detail: 'text in no known encoding' };
  }
  const { path, named, maxFileBytes } = request;
  const readable = readablePart(path, decoded.text);
  if (readable.text.length > maxFileBytes) {
    return { state: 'skipped', reason: 'too-large', detail: `${readable.text.length.toLocaleString('en')} characters` };
  }
  const skip = named === true ? null : skipByText(path, readable);
  if (skip !== null) return { state: 'skipped', ...skip };
  const notes = [describeDecoding(decoded), readable.note].filter((note) => note !== null);
  return chunked({ path, text: readable.text, notes }, await chunker());
}

async function chunked(
  { path, text, notes }: { path: string; text: string; notes: readonly string[] },
  chunker: Chunker,
): Promise<FileContent> {
  const { language, chunks, fallback } = await chunker.chunk({ path, text });
  const lines = splitLines(text);
  const file = {
    language,
    role: roleOf(path, lines.slice(0, 12).join('\n').slice(0, 2000)),
    lineCount: lines.length,
    detail: [...notes, ...(fallback === null ? [] : [fallback])].join('; ') || null,
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
