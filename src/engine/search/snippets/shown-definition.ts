import type { SnippetLine } from '../../../shared/contract/search.ts';
import type { ChunkRow, DefinedName } from '../retrieval/chunk-rows.ts';

/** What a result is called. */
export interface ShownDefinition {
  readonly name: string | null;
  readonly signature: string | null;
}

/**
 * Small definitions share a chunk that is called after one of them: a result is called after the one that its snippet shows,
 * `defines` (what the query named) before all others. `text` is the result's lines, `firstLine` the number of the first.
 */
export function shownDefinition(
  { chunk, defines }: { readonly chunk: ChunkRow; readonly defines: string | null },
  snippet: readonly SnippetLine[],
  { text, firstLine }: { readonly text: readonly string[]; readonly firstLine: number },
): ShownDefinition {
  const own = { name: chunk.name, signature: chunk.signature };
  const depthOf = ({ line }: DefinedName): number => indentOf(text[line - firstLine] ?? '');
  const alike = chunk.symbols.filter(({ kind }) => kind === chunk.kind);
  const depth = Math.min(...alike.map(depthOf));
  // What is defined within another stands deeper and names a part of it only.
  const siblings = alike.filter((each) => depthOf(each) === depth).sort((a, b) => a.line - b.line);
  if (siblings.length < 2) return own;
  const line = mostMarked(snippet) ?? snippet[0]?.line;
  const shown = siblings.find(({ name }) => name === defines) ?? (line === undefined ? undefined : at(line));
  return shown === undefined || shown.name === chunk.name ? own : { name: shown.name, signature: null };

  function at(wanted: number): DefinedName | undefined {
    const next = siblings.findIndex((each) => each.line > wanted);
    const before = siblings.at(next < 0 ? -1 : Math.max(0, next - 1));
    const after = siblings[next];
    return after !== undefined && leadsTo(text.slice(wanted - firstLine, after.line - firstLine + 1)) ? after : before;
  }
}

/** True when the first of the lines is of a comment or decorator over the last: as deep, with no blank line between. */
function leadsTo(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? '';
  return lines.every((line) => line.trim() !== '') && indentOf(lines[0] ?? '') <= indentOf(last) + 1;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The first of the lines with the longest marks; null without marks. */
function mostMarked(snippet: readonly SnippetLine[]): number | null {
  let best: number | null = null;
  let longest = 0;
  for (const { line, marks } of snippet) {
    const length = marks.reduce((sum, { start, end }) => sum + end - start, 0);
    if (length > longest) [best, longest] = [line, length];
  }
  return best;
}
