import type { ChunkKind } from '../../shared/chunk-kind.ts';
import { atomsOf, wrapped, type Atom, type LineSource } from './atoms.ts';
import { docstringLines } from './docstring.ts';
import { limits } from './limits.ts';
import type { Definition, OutlineNode } from './outline.ts';
import { Packer, type Draft, type Owner } from './pack.ts';

export interface CutOptions {
  readonly lines: LineSource;
  readonly text: string;
  readonly docstring: RegExp | undefined;
}

const classLike: ReadonlySet<ChunkKind> = new Set<ChunkKind>(['class', 'interface', 'enum', 'type', 'module']);

/** Cuts a whole file along its outline; the drafts cover every line once, in order. */
export function cutOutline(root: OutlineNode, options: CutOptions): Draft[] {
  const drafts: Draft[] = [];
  if (options.lines.count === 0) return drafts;
  const whole = { first: 1, last: options.lines.count };
  const owner: Owner = { definition: null, doc: null, headPending: false };
  const small = options.lines.size(1, options.lines.count) <= limits.wholeFile;
  new Cutter(drafts, options).region(root.children, { ...whole, force: !small }, owner);
  return mergeBlocks(drafts, options.lines);
}

/** Splitting at several depths leaves small neighbouring parts of one definition: joins them again up to the packing size. */
function mergeBlocks(drafts: readonly Draft[], lines: LineSource): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const above = merged.at(-1);
    const sameOwner = above !== undefined && draft.kind === 'block' && above.main === draft.main;
    if (above !== undefined && sameOwner && lines.size(above.startLine, draft.endLine) <= limits.packMost) {
      above.endLine = draft.endLine;
    } else merged.push(draft);
  }
  return merged;
}

interface Region {
  readonly first: number;
  readonly last: number;
  readonly force: boolean;
}

class Cutter {
  readonly #drafts: Draft[];
  readonly #options: CutOptions;

  constructor(drafts: Draft[], options: CutOptions) {
    this.#drafts = drafts;
    this.#options = options;
  }

  /** Depth is bounded by the outline's. */
  region(nodes: readonly OutlineNode[], region: Region, owner: Owner): void {
    const { lines } = this.#options;
    const packer = new Packer(this.#drafts, lines, owner);
    let header = owner.definition === null && region.first === 1;
    for (const atom of atomsOf(nodes, region, lines)) {
      if (header && (atom.role === 'import' || atom.role === 'comment')) {
        packer.addToHeader(atom);
        continue;
      }
      header = false;
      if (this.#isToOpen(atom)) this.#open(atom, packer, owner);
      else packer.add(atom, this.#docOf(atom));
    }
    packer.finish();
  }

  #isToOpen(atom: Atom): boolean {
    const { lines } = this.#options;
    const size = lines.size(atom.startLine, atom.endLine);
    const long = size > limits.splitCharacters || atom.endLine - atom.startLine >= limits.splitLines;
    const inside = atom.nodes.reduce((sum, node) => sum + (wrapped(node) ?? node).definitionsInside, 0);
    if (atom.definition === null) return long || (inside > 0 && size > limits.packMost);
    if (atom.definition.scope) return inside > 0;
    return long || (classLike.has(atom.definition.kind) && inside > 0 && size > limits.wholeClass);
  }

  #open(atom: Atom, packer: Packer, owner: Owner): void {
    const first = packer.takeCrumb() ?? atom.startLine;
    packer.flush();
    const region = { first, last: atom.endLine, force: true };
    const [node] = atom.nodes;
    const core = node === undefined || atom.nodes.length > 1 ? null : wrapped(node);
    if (core !== null && core.definition !== null) {
      const { definition } = core;
      const inner: Owner = { definition, doc: this.#docOf(atom), headPending: true };
      // The wrapper's other parts (decorators, `export`) stay loose lines at the head.
      if (core.children.length === 0) this.#split(region, inner);
      else this.region(core.children, region, inner);
      return;
    }
    const children = atom.nodes.flatMap((each) => each.children);
    if (children.length === 0) this.#split(region, owner);
    else this.region(children, { ...region, force: false }, owner);
  }

  /** Lines without structure: cut by size, at blank lines where there are some. */
  #split(region: Region, owner: Owner): void {
    const { lines } = this.#options;
    const packer = new Packer(this.#drafts, lines, owner);
    let start = region.first;
    let blank = 0;
    for (let line = region.first; line <= region.last; line += 1) {
      if (line > start && lines.size(start, line) > limits.packMost) {
        const end = blank > start && lines.size(start, blank) > limits.packMost / 2 ? blank : line - 1;
        packer.add({ startLine: start, endLine: end, nodes: [], role: 'code', definition: null, doc: null }, null);
        packer.flush();
        start = end + 1;
      }
      if (lines.text(line).trim() === '') blank = line;
    }
    packer.add({ startLine: start, endLine: region.last, nodes: [], role: 'code', definition: null, doc: null }, null);
    packer.finish();
  }

  #docOf(atom: Atom): Draft['doc'] {
    if (atom.doc !== null || atom.definition === null) return atom.doc;
    const pattern = this.#options.docstring;
    const [node] = atom.nodes;
    if (pattern === undefined || node === undefined) return null;
    return docstringLines(wrapped(node) ?? node, pattern, this.#options.text);
  }
}

/** Every listed definition of the outline, in order of position. */
export function definitionsOf(root: OutlineNode): Definition[] {
  const found: Definition[] = [];
  const stack: OutlineNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.definition?.listed === true) found.push(node.definition);
    if (node.definitionsInside === 0) continue;
    for (let i = node.children.length - 1; i >= 0; i -= 1) {
      const child = node.children[i];
      if (child !== undefined && (child.definition !== null || child.definitionsInside > 0)) stack.push(child);
    }
  }
  return found;
}
