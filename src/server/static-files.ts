import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
};

interface Kept {
  readonly mtimeMs: number;
  readonly size: number;
  readonly bytes: Buffer;
}

/** Bytes of the largest file of a window; more is none of its. */
const maxFileBytes = 32 * 1024 * 1024;

/**
 * The files of the window, below one folder. Each is read whole and kept, so that a reader that is slow or goes away holds no file
 * open and no memory of its own: all of them share the bytes.
 */
export class StaticFiles {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<Kept | null>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers a request for one file: 404 for whatever is not a plain file inside the folder, 503 where it can't be read just now. */
  async serve(urlPath: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let found: { readonly file: string; readonly bytes: Buffer } | null;
    try {
      found = await this.#read(urlPath === '/' ? '/index.html' : urlPath);
    } catch {
      answerText(response, 503, 'Not now: try again.\n');
      return;
    }
    if (found === null) {
      answerText(response, 404, 'Not found.\n');
      return;
    }
    const hashed = urlPath.startsWith('/assets/');
    response.writeHead(200, {
      'Content-Type': types[extname(found.file)] ?? 'application/octet-stream',
      'Content-Length': found.bytes.length,
      'Cache-Control': hashed ? 'private, max-age=31536000, immutable' : 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : found.bytes);
  }

  async #read(urlPath: string): Promise<{ readonly file: string; readonly bytes: Buffer } | null> {
    const file = await fileBelow(this.#folder, urlPath);
    if (file === null) return null;
    const before = this.#kept.get(file) ?? Promise.resolve(null);
    const reading = before.catch(() => null).then(async (kept) => readAnew(file, kept));
    this.#kept.set(file, reading);
    const now = await reading;
    return now === null ? null : { file, bytes: now.bytes };
  }
}

/** Answers with a short text. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

/** What is kept where the file is as it was, else its bytes now; null where it is no plain file of a window's size. */
async function readAnew(file: string, kept: Kept | null): Promise<Kept | null> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return null;
    if (kept !== null) return kept; // no more files can be opened just now
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > maxFileBytes) return null;
    const { mtimeMs, size } = stats;
    return kept?.mtimeMs === mtimeMs && kept.size === size ? kept : { mtimeMs, size, bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(error.code));

/** The real path of a file inside `folder`, or null. */
async function fileBelow(folder: string, urlPath: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\') || decoded.split('/').includes('..')) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, ...decoded.split('/')));
    return file.startsWith(root + sep) ? file : null;
  } catch {
    return null;
  }
}
