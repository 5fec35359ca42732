/** Goes into the index manifest: vectors made under another version are not comparable. */
export const templateVersion = 1;

/** A chunk as the template sees it. */
export interface TemplateInput {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** See `ChunkKind`. */
  readonly kind: string;
  /** Names around it, outermost first. */
  readonly enclosing: readonly string[];
  readonly name: string | null;
  /** The chunk's lines joined by LF. */
  readonly code: string;
}

/** What a chunk's vector is made from: its code under a header that says where it is and what it is (template version 1). */
export function embeddingText(chunk: TemplateInput): string {
  const names = chunk.name === null ? chunk.enclosing : [...chunk.enclosing, chunk.name];
  return `File: ${chunk.path}\nType: ${chunk.kind}\nName: ${names.join('.')}\n---\n${chunk.code}`;
}
