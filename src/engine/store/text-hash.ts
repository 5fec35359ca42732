import { hash } from 'node:crypto';

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
 * longer has its hash is damaged. Blank lines at the ends do not count: they come and go as a function moves within its file.
 */
export const hashChunk = (chunk: HashedChunk, text: string): Buffer => hashWhole(chunk, withoutBlankEnds(text));

/** Whether a text is the one that a hash was made of; indexes of reader version 1 hashed blank lines too. */
export const isHashOf = (hash: Uint8Array, chunk: HashedChunk, text: string): boolean =>
  hashChunk(chunk, text).equals(hash) || hashWhole(chunk, text).equals(hash);

function hashWhole(chunk: HashedChunk, text: string): Buffer {
  const head = [chunk.kind, chunk.enclosing.join(nameSeparator), chunk.name ?? ''].join('\n');
  return hash('sha256', `${head}\n\n${text}`, 'buffer').subarray(0, 16);
}

/** The indentation of the first line that is not blank stays. */
function withoutBlankEnds(text: string): string {
  const end = text.trimEnd();
  const first = end.length - end.trimStart().length;
  return end.slice(end.lastIndexOf('\n', first) + 1);
}

/** First 16 bytes of SHA-256 over a file's bytes. */
export const hashContent = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer').subarray(0, 16);
