import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile } from '../files/small-file.ts';
import type { ChunkRowReader } from '../store/index.ts';
import type { FileRow } from './retrieval/chunk-rows.ts';

/** Larger files are taken as changed when their time is, without reading them. */
const mostBytesRead = 1024 * 1024;

/** Tells whether files on disk are still those that were indexed. */
export class StaleCheck {
  readonly #root: string;
  readonly #stored: ChunkRowReader;

  constructor(stored: ChunkRowReader, root: string) {
    this.#root = root;
    this.#stored = stored;
  }

  /** True when the file is gone, or its bytes differ from what was indexed. Size and time are looked at first. */
  isStale(file: FileRow): boolean {
    const path = join(this.#root, file.path);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status === undefined || status.size !== file.size) return true;
    const isSameChange = file.ctimeMs === null || status.ctimeMs === file.ctimeMs;
    if (status.mtimeMs === file.mtimeMs && isSameChange) return false;
    const hash = this.#stored.contentHash(file.id);
    if (hash === null || status.size > mostBytesRead) return true;
    const read = readSmallFile(path, { mostBytes: mostBytesRead });
    return (
      read.state !== 'read' || !createHash('sha256').update(read.bytes).digest().subarray(0, hash.length).equals(hash)
    );
  }
}
