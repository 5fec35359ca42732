import { createHash } from 'node:crypto';

/** What the hash of a chunk covers: everything that is embedded but its path. */
export interface HashedChunk {
  readonly kind: string;
  readonly name: string | null;
  readonly enclosing: readonly string[];
}

/** Separates names where they are joined: a control character that no identifier holds. */
export const nameSeparator = '\u001f';

/**
 * First 16 bytes of SHA-256 over kind, names and text. Chunks with equal hashes share one vector; a stored chunk whose text no
 * longer has its hash is damaged.
 */
export function hashChunk(chunk: HashedChunk, text: string): Buffer {
  const head = [chunk.kind, chunk.enclosing.join(nameSeparator), chunk.name ?? ''].join('\n');
  return createHash('sha256').update(`${head}\n\n${text}`).digest().subarray(0, 16);
}

/** First 16 bytes of SHA-256 over a file's bytes. */
export const hashContent = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest().subarray(0, 16);
