import type { Chunk } from '../chunking/chunk.ts';
import { termsOf } from './identifiers.ts';

/** What the keyword index holds of a chunk, one string of terms per column. A word of the file stands in one of body and doc. */
export interface KeywordColumns {
  /** The chunk's lines without its doc comment. */
  readonly body: string;
  /** Its own name and whatever else is defined in it. */
  readonly names: string;
  /** Names around it: class, module, namespace. */
  readonly enclosing: string;
  /** Signature: parameters and types. */
  readonly signature: string;
  /** Doc comment or docstring. */
  readonly doc: string;
  /** Folders of its file. */
  readonly path: string;
  /** File name, with and without its extension. */
  readonly stem: string;
}

/** Column order of the keyword index; weights are given in this order. */
export const keywordColumnNames = ['body', 'names', 'enclosing', 'signature', 'doc', 'path', 'stem'] as const;

/** The keyword columns of one chunk; `lines` are all lines of its file, without line ends. */
export function keywordColumns(input: { path: string; chunk: Chunk; lines: readonly string[] }): KeywordColumns {
  const { path, chunk, lines } = input;
  const { doc } = chunk;
  const body =
    doc === null
      ? lines.slice(chunk.startLine - 1, chunk.endLine)
      : [...lines.slice(chunk.startLine - 1, doc.startLine - 1), ...lines.slice(doc.endLine, chunk.endLine)];
  const names = new Set(chunk.symbols.map((symbol) => symbol.name));
  if (chunk.name !== null) names.add(chunk.name);
  const slash = path.lastIndexOf('/');
  return {
    body: termsOf(body.join('\n')),
    names: termsOf([...names].join(' ')),
    enclosing: termsOf(chunk.enclosing.join(' ')),
    signature: termsOf(chunk.signature ?? ''),
    doc: doc === null ? '' : termsOf(lines.slice(doc.startLine - 1, doc.endLine).join('\n')),
    path: termsOf(path.slice(0, Math.max(0, slash))),
    stem: termsOf(path.slice(slash + 1)),
  };
}
