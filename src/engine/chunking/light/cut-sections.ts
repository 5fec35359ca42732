import type { LineSource } from '../atoms.ts';
import { limits } from '../limits.ts';
import type { Definition } from '../outline.ts';
import type { Draft } from '../pack.ts';
import type { Section } from './section.ts';

interface Piece {
  readonly section: Section;
  readonly endLine: number;
}

/**
 * Packs small neighbouring sections and splits large ones. Lines before the first section, if any, belong to a nameless one.
 * A packed draft is named after its first named section.
 */
export function cutSections(
  sections: readonly Section[],
  lines: LineSource,
): { drafts: Draft[]; definitions: Definition[] } {
  const pieces = piecesOf(sections, lines.count);
  const drafts: Draft[] = [];
  let open: { start: number; end: number; section: Section } | null = null;
  const flush = (): void => {
    if (open !== null) pushSplit(drafts, open, lines);
    open = null;
  };
  for (const { section, endLine } of pieces) {
    const size = open === null ? 0 : lines.size(open.start, open.end);
    const sum = open === null ? 0 : lines.size(open.start, endLine);
    const joins = open !== null && section.apart !== true && sum <= limits.packMost && size < limits.packEnough;
    const crumb = open !== null && size < limits.crumb && sum <= limits.packMost;
    if (open !== null && (joins || crumb)) {
      const named: Section = open.section.name === null ? section : open.section;
      open = { start: open.start, end: endLine, section: named };
      continue;
    }
    flush();
    open = { start: section.startLine, end: endLine, section };
  }
  flush();
  return { drafts, definitions: sections.filter((each) => each.listed && each.name !== null).map(definitionOf) };
}

function piecesOf(sections: readonly Section[], count: number): Piece[] {
  const first = sections[0]?.startLine ?? count + 1;
  const head: Section = { startLine: 1, kind: 'section', name: null, enclosing: [], listed: false };
  const all = first > 1 ? [head, ...sections] : sections;
  return all.map((section, i) => ({ section, endLine: (all[i + 1]?.startLine ?? count + 1) - 1 }));
}

const definitionOf = (section: Section): Definition => ({
  kind: section.kind,
  name: (section.name ?? '').slice(0, limits.name),
  enclosing: section.enclosing,
  signature: '',
  line: section.startLine,
  listed: section.listed,
  scope: false,
});

function pushSplit(drafts: Draft[], open: { start: number; end: number; section: Section }, lines: LineSource): void {
  const { kind } = open.section;
  const main = open.section.name === null ? null : definitionOf(open.section);
  let start = open.start;
  let blank = 0;
  for (let line = start; line <= open.end; line += 1) {
    const tooLong = lines.size(start, line) > limits.packMost || line - start >= limits.splitLines;
    if (line > start && tooLong && lines.size(open.start, open.end) > limits.splitCharacters) {
      const end = blank > start && lines.size(start, blank) > limits.packMost / 2 ? blank : line - 1;
      drafts.push({ startLine: start, endLine: end, kind: start === open.start ? kind : 'block', main, doc: null });
      start = end + 1;
    }
    if (lines.text(line).trim() === '') blank = line;
  }
  drafts.push({ startLine: start, endLine: open.end, kind: start === open.start ? kind : 'block', main, doc: null });
}
