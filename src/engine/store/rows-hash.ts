import { createHash } from 'node:crypto';
import type { ReadChunk } from './read-file.ts';
import { nameSeparator } from './text-hash.ts';

/** What an index keeps of a chunk beside its text; names as stored. */
export interface HashedRow {
  readonly kind: string;
  readonly name: string | null;
  readonly enclosing: string | null;
  readonly signature: string | null;
  readonly startLine: number;
  readonly endLine: number;
  readonly docStartLine: number | null;
  readonly docEndLine: number | null;
  readonly symbols: readonly { readonly name: string; readonly kind: string; readonly line: number }[];
}

export interface HashedFile {
  readonly language: string | null;
  readonly role: string;
  readonly lineCount: number;
  readonly detail: string | null;
}

/**
 * First 16 bytes of SHA-256 over everything that a file's rows say, its path and bytes apart: those have checks of their own. The
 * order of the chunks does not count. Whatever is added here makes all older hashes wrong: raise the reader's version with it.
 */
export function hashRows(file: HashedFile, rows: readonly HashedRow[]): Buffer {
  const hash = createHash('sha256').update(
    JSON.stringify([file.language, file.role, file.lineCount, stored(file.detail)]),
  );
  for (const line of rows.map(lineOf).sort()) hash.update(`\n${line}`);
  return hash.digest().subarray(0, 16);
}

/** What will be stored of a chunk. */
export const hashedRowOf = (chunk: ReadChunk): HashedRow => ({
  ...chunk,
  enclosing: chunk.enclosing.length === 0 ? null : chunk.enclosing.join(nameSeparator),
});

const lineOf = (row: HashedRow): string =>
  JSON.stringify([
    row.startLine,
    row.endLine,
    row.docStartLine,
    row.docEndLine,
    row.kind,
    stored(row.name),
    stored(row.enclosing),
    stored(row.signature),
    row.symbols.map((symbol) => [stored(symbol.name), symbol.kind, symbol.line]),
  ]);

/** A text as it comes back from SQLite, which keeps UTF-8 only: half a surrogate pair becomes U+FFFD. */
const stored = (text: string | null): string | null => text?.toWellFormed() ?? null;
