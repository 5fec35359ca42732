/** Goes into the index manifest: vectors made under another version are not comparable. */
export const templateVersion = 2;

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

/**
 * What a chunk's vector is made from: its code under a header that says where it is and what it is. Since template version 2
 * a model may count the header's words more than once (`fieldWeights` in its manifest).
 */
export function embeddingText(chunk: TemplateInput): string {
  const names = chunk.name === null ? chunk.enclosing : [...chunk.enclosing, chunk.name];
  return `File: ${chunk.path}\nType: ${chunk.kind}\nName: ${names.join('.')}\n---\n${chunk.code}`;
}

/** The parts of a text that `embeddingText` made; null for any other text. */
export function splitEmbeddingText(text: string): { path: string; kind: string; name: string; code: string } | null {
  const end = text.indexOf('\n---\n');
  // A path may hold line ends, a kind never does.
  const header = end === -1 ? null : /^File: ([^]*)\nType: ([^\n]*)\nName: ([^]*)$/.exec(text.slice(0, end));
  if (!header) return null;
  const [, path = '', kind = '', name = ''] = header;
  return { path, kind, name, code: text.slice(end + 5) };
}
