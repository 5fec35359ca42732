import { WhenceError } from '../../shared/errors.ts';
import type { Chunk, ChunkedFile } from '../chunking/index.ts';

/** Lines of a definition, 1-based and inclusive. */
export interface SymbolLines {
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A definition, and the chunk that it starts in. */
interface Definition {
  readonly name: string;
  readonly line: number;
  readonly indentation: number;
  readonly chunk: Chunk;
}

/** Blank lines, comments, decorators and attributes: above a definition, they belong to it. */
const leading = /^\s*(?:$|\/\/|\/\*|\*|#|--|@|\[)/;

/**
 * Where a file defines a name: `parse`, or with what is around it, `Parser.parse` or `Parser::parse`. A definition ends
 * before the next one that is indented no deeper, and where the chunks that carry its name end. Throws BAD_REQUEST when
 * the name is defined nowhere, or at several places, which the message lists.
 */
export function findSymbolLines(file: ChunkedFile, text: string, name: string): SymbolLines {
  const lines = text.split(/\r\n|\r|\n/);
  const all = definitionsOf(file, lines);
  const parts = name.split(/::|[.#]/).filter((part) => part !== '');
  const places = all.flatMap((definition, at) =>
    isCalled(parts, all, at) ? [linesOf(definition, { next: all.slice(at + 1), chunks: file.chunks, lines })] : [],
  );
  const [only, ...others] = places;
  if (!only) throw new WhenceError('BAD_REQUEST', `Nothing named ${name} is defined in this file at HEAD.`);
  if (others.length === 0) return only;
  const listed = places.map(({ firstLine, lastLine }) => `${firstLine}-${lastLine}`).join(', ');
  throw new WhenceError(
    'BAD_REQUEST',
    `${name} is defined ${places.length} times in this file: lines ${listed}. Name what is around it too (Outer.${name}), or give the lines.`,
  );
}

function definitionsOf(file: ChunkedFile, lines: readonly string[]): Definition[] {
  const byPlace = new Map<string, Definition>();
  for (const chunk of file.chunks) {
    for (const { name, line } of chunk.symbols) {
      const indentation = (lines[line - 1] ?? '').search(/\S/);
      const key = `${line}:${name}`;
      if (!byPlace.has(key)) byPlace.set(key, { name, line, indentation, chunk });
    }
  }
  return [...byPlace.values()].sort((a, b) => a.line - b.line);
}

/** Whether a definition has this name, and the names before it around it, outermost first. */
function isCalled(parts: readonly string[], all: readonly Definition[], at: number): boolean {
  const definition = all[at];
  if (!definition || definition.name !== parts.at(-1)) return false;
  const around = new Set(definition.chunk.enclosing);
  let { indentation } = definition;
  for (const before of all.slice(0, at).toReversed()) {
    if (before.indentation >= indentation) continue;
    around.add(before.name);
    ({ indentation } = before);
  }
  return parts.slice(0, -1).every((part) => around.has(part));
}

function linesOf(
  definition: Definition,
  file: { next: readonly Definition[]; chunks: readonly Chunk[]; lines: readonly string[] },
): SymbolLines {
  const { line, indentation, name, chunk } = definition;
  const sibling = file.next.find((each) => each.line > line && each.indentation <= indentation);
  const from = file.chunks.indexOf(chunk);
  const carries = (each: Chunk): boolean => each.name === name || each.enclosing.includes(name);
  const after = file.chunks.slice(from + 1);
  const end = after.findIndex((each) => !carries(each));
  const lastChunk = (end < 0 ? after : after.slice(0, end)).at(-1) ?? chunk;
  let lastLine = Math.min(lastChunk.endLine, sibling ? sibling.line - 1 : lastChunk.endLine);
  while (lastLine > line && leading.test(file.lines[lastLine - 1] ?? '')) lastLine -= 1;
  let firstLine = line;
  while (firstLine > chunk.startLine && isAbove(file.lines[firstLine - 2] ?? '')) firstLine -= 1;
  return { firstLine, lastLine };
}

const isAbove = (line: string): boolean => line.trim() !== '' && leading.test(line);
