import type { ChunkKind, FileRole } from '../../shared/chunk-kind.ts';
import type { SkipReason } from '../../shared/contract/indexing.ts';
import type { SymbolDefinition } from '../chunking/chunk.ts';
import type { KeywordColumns } from '../text/index.ts';

/** A chunk as a chunk worker hands it over: ready to be stored. */
export interface ReadChunk {
  readonly kind: ChunkKind;
  readonly name: string | null;
  /** From the outside in. */
  readonly enclosing: readonly string[];
  readonly signature: string | null;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly docStartLine: number | null;
  readonly docEndLine: number | null;
  /** See `hashChunk`. */
  readonly textHash: Uint8Array;
  readonly symbols: readonly SymbolDefinition[];
  readonly columns: KeywordColumns;
}

/** What reading a file's bytes gave. */
export type FileContent =
  | {
      readonly state: 'indexed';
      readonly language: string | null;
      readonly role: FileRole;
      readonly lineCount: number;
      /** The decoded text as UTF-8, deflated with checksum (zlib format). */
      readonly deflated: Uint8Array;
      readonly chunks: readonly ReadChunk[];
      /** See `hashRows`. */
      readonly rowsHash: Uint8Array;
      /** How it was decoded, where that is no plain UTF-8, and why the syntax tree was not used, in words. */
      readonly detail: string | null;
    }
  | { readonly state: 'skipped' | 'failed'; readonly reason: SkipReason; readonly detail: string | null };

/** What changes with every change of a file, also where its size and time are put back. */
export interface FileIdentity {
  /** Time of the last change of the file or of what is said of it (mode, name, times), in ms: nobody can set it. */
  readonly ctimeMs: number;
  readonly inode: number;
}

/** One file of the walk, as it goes into the index. */
export interface ReadFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Time of the last change in ms; -1 when it can't be trusted to show the next one. */
  readonly mtimeMs: number;
  /** Absent where it is not known: the next walk fills it in. */
  readonly identity?: FileIdentity;
  /** Null when the file was not read. */
  readonly contentHash: Uint8Array | null;
  /** Chunker and keyword versions that made `content`. */
  readonly readerVersion: string;
  readonly content: FileContent;
}
