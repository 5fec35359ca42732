import type { ChunkKind } from '../../shared/chunk-kind.ts';

/** A definition that the syntax tree shows: a function, class, method, type, constant … */
export interface SymbolDefinition {
  readonly name: string;
  readonly kind: ChunkKind;
  /** 1-based. */
  readonly line: number;
}

/** Lines `startLine` to `endLine` of a file (1-based, inclusive) that are found, embedded and shown together. */
export interface Chunk {
  readonly kind: ChunkKind;
  readonly name: string | null;
  /** Names around it, outermost first: a method's class, a function's module. */
  readonly enclosing: readonly string[];
  /** One line, at most 200 characters; null where the kind has none. */
  readonly signature: string | null;
  readonly startLine: number;
  readonly endLine: number;
  /** Lines of its doc comment or docstring, within the chunk; null without one. */
  readonly doc: { readonly startLine: number; readonly endLine: number } | null;
  /** Everything defined in these lines, itself first. */
  readonly symbols: readonly SymbolDefinition[];
}

/** How a file was cut. */
export interface ChunkedFile {
  /** Language id, for example `python`; null for plain text. */
  readonly language: string | null;
  readonly chunks: readonly Chunk[];
  /** Why the syntax tree was not used, in words; null when it was, or when the language has none. */
  readonly fallback: string | null;
}
