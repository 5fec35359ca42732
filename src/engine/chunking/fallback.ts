import type { ChunkKind } from '../../shared/chunk-kind.ts';
import type { LineSource } from './atoms.ts';
import { limits } from './limits.ts';
import type { Definition } from './outline.ts';

/** Longer lines are data or minified code. */
const longest = 400;

const kinds: Readonly<Record<string, ChunkKind>> = {
  class: 'class',
  struct: 'class',
  record: 'class',
  object: 'class',
  impl: 'class',
  actor: 'class',
  interface: 'interface',
  trait: 'interface',
  protocol: 'interface',
  enum: 'enum',
  type: 'type',
  typealias: 'type',
  module: 'module',
  defmodule: 'module',
  namespace: 'module',
};

const definition =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub|open|override|sealed|inline|extern|virtual|local|fileprivate|data|case|suspend|mutating)(?:\([\w ]*\))?\s+){0,6}(class|struct|record|object|impl|actor|interface|trait|protocol|enum|type|typealias|module|defmodule|namespace|def|defp|function|func|fun|fn|sub|proc)\s+\*?([A-Za-z_$][\w$]*(?:[.:]{1,2}[A-Za-z_$][\w$]*)*)/;

/**
 * Definitions told by their keywords, for files without a usable syntax tree: rough, but a large file that can't be parsed
 * still gives its symbols.
 */
export function keywordDefinitions(lines: LineSource): Definition[] {
  const found: Definition[] = [];
  for (let line = 1; line <= lines.count; line += 1) {
    if (lines.size(line, line) > longest) continue;
    const text = lines.text(line);
    const match = definition.exec(text);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const parts = match[2].split(/[.:]+/);
    found.push({
      kind: kinds[match[1]] ?? 'function',
      name: (parts.at(-1) ?? '').slice(0, limits.name),
      enclosing: parts.slice(0, -1),
      signature: text.trim().slice(0, limits.signature),
      line,
      listed: true,
      scope: false,
    });
  }
  return found;
}
