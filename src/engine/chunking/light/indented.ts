import type { Section } from './section.ts';
import { limits } from '../limits.ts';

const indentOf = (line: string): number => {
  let indent = 0;
  while (indent < line.length && (line.charCodeAt(indent) === 32 || line.charCodeAt(indent) === 9)) indent += 1;
  return indent;
};

interface Entry {
  readonly line: number;
  readonly indent: number;
  readonly name: string;
}

/**
 * Data with keys and indentation (YAML, formatted JSON): a section per key of the outermost level, and per key of the next
 * level where the outer one is large. `key` captures a key's name at the start of a line.
 */
export function indentedSections(lines: readonly string[], key: RegExp): Section[] {
  const entries: Entry[] = [];
  lines.forEach((text, i) => {
    const name = key.exec(text.slice(indentOf(text), indentOf(text) + 300))?.[1]?.trim();
    if (name !== undefined) entries.push({ line: i + 1, indent: indentOf(text), name });
  });
  const sections: Section[] = [];
  split({ entries, lines, sections }, { from: 0, to: entries.length, lastLine: lines.length }, []);
  return sections;
}

interface Input {
  readonly entries: readonly Entry[];
  readonly lines: readonly string[];
  readonly sections: Section[];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly lastLine: number;
}

const deepest = 4;

function split(input: Input, span: Span, path: readonly string[]): void {
  const { entries, lines, sections } = input;
  let indent = Infinity;
  for (let i = span.from; i < span.to; i += 1) indent = Math.min(indent, entries[i]?.indent ?? Infinity);
  let at = span.from;
  while (at < span.to) {
    const entry = entries[at];
    if (entry === undefined) return;
    let next = at + 1;
    while (next < span.to && (entries[next]?.indent ?? 0) > indent) next += 1;
    const end = next < span.to ? (entries[next]?.line ?? 0) - 1 : span.lastLine;
    sections.push({
      startLine: entry.line,
      kind: 'section',
      name: entry.name,
      enclosing: path,
      listed: path.length === 0,
    });
    if (next > at + 1 && path.length + 1 < deepest && sizeOf(lines, entry.line, end) > limits.packMost) {
      split(input, { from: at + 1, to: next, lastLine: end }, [...path, entry.name]);
    }
    at = next;
  }
}

function sizeOf(lines: readonly string[], first: number, last: number): number {
  let size = 0;
  for (let line = first; line <= last && size <= limits.packMost; line += 1) size += (lines[line - 1]?.length ?? 0) + 1;
  return size;
}
