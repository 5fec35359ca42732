import type { Definition, OutlineNode } from './outline.ts';
import { limits } from './limits.ts';

/** Whole lines that packing never parts: a definition with its comment, a statement, loose lines between them. */
export interface Atom {
  startLine: number;
  endLine: number;
  /** What opening the atom looks into. */
  readonly nodes: OutlineNode[];
  readonly role: 'definition' | 'import' | 'comment' | 'code';
  readonly definition: Definition | null;
  readonly doc: { readonly startLine: number; readonly endLine: number } | null;
}

/** Gives whole lines, for texts too large to hold as an array of strings per file. */
export interface LineSource {
  readonly count: number;
  /** Characters of lines `first` to `last`, 1-based, inclusive, line ends included. */
  size(first: number, last: number): number;
  text(line: number): string;
}

export function lineSource(text: string, starts: readonly number[]): LineSource {
  const start = (line: number): number => starts[line - 1] ?? text.length;
  return {
    count: starts.length - 1,
    size: (first, last) => start(last + 1) - start(first),
    text: (line) => text.slice(start(line), endOfLine(text, start(line), start(line + 1))),
  };
}

/** Where a line ends without its line end. */
function endOfLine(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end -= 1;
  return end;
}

interface Item {
  readonly node: OutlineNode;
  readonly definition: Definition | null;
}

/** The definition that a wrapper is about, through further wrappers; null when it holds none or several. */
export function wrapped(node: OutlineNode): OutlineNode | null {
  let at = node;
  while (at.definition === null) {
    if (at.role !== 'wrapper' || at.definitionsInside !== 1) return null;
    const next = at.children.find((child) => child.definition !== null || child.definitionsInside === 1);
    if (next === undefined) return null;
    at = next;
  }
  return at;
}

/** Nodes in order, with those taken apart that only surround definitions: bodies (`force`), large conditionals, namespaces. */
function itemsOf(nodes: readonly OutlineNode[], force: boolean, lines: LineSource): Item[] {
  const items: Item[] = [];
  const stack = nodes.map((node) => ({ node, force })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node } = next;
    const core = wrapped(node);
    const large = lines.size(node.startLine, node.endLine) > limits.packMost;
    if (core === null && node.definitionsInside > 0 && (next.force || large)) {
      for (let i = node.children.length - 1; i >= 0; i -= 1) {
        const child = node.children[i];
        if (child !== undefined) stack.push({ node: child, force: false });
      }
    } else items.push({ node, definition: core?.definition ?? null });
  }
  return items;
}

/**
 * Cuts lines `first` to `last` into atoms that cover each line once. Nodes that share a line become one atom; comments and
 * attributes join the definition right below; blank lines join what stands above.
 */
export function atomsOf(
  nodes: readonly OutlineNode[],
  range: { readonly first: number; readonly last: number; readonly force: boolean },
  lines: LineSource,
): Atom[] {
  const builder = new AtomBuilder(range.first, range.last, lines);
  for (const item of itemsOf(nodes, range.force, lines)) builder.add(item);
  return builder.finish();
}

const closing = /^\s*(?:[})\]]|end\b|#endif|#else|#elif|else\b|fi\b|done\b|esac\b|$)/;

/** Clauses of one function (Haskell, Elixir) and overloads without comments of their own stay together. */
function joinClauses(atoms: readonly Atom[], lines: LineSource): Atom[] {
  const joined: Atom[] = [];
  for (const atom of atoms) {
    const above = joined.at(-1);
    const clause =
      above !== undefined &&
      above.definition !== null &&
      atom.definition !== null &&
      atom.doc === null &&
      above.definition.name === atom.definition.name &&
      above.definition.enclosing.join('.') === atom.definition.enclosing.join('.') &&
      (atom.definition.kind === 'function' || atom.definition.kind === 'method') &&
      above.definition.kind === atom.definition.kind &&
      lines.size(above.startLine, atom.endLine) <= limits.packMost;
    if (clause) {
      above.endLine = atom.endLine;
      above.nodes.push(...atom.nodes);
    } else joined.push(atom);
  }
  return joined;
}

class AtomBuilder {
  readonly #atoms: Atom[] = [];
  readonly #last: number;
  readonly #lines: LineSource;
  /** The first line not covered yet. */
  #next: number;
  /** A run of comments and attributes that may belong to what follows. */
  #pending: { start: number; end: number; doc: { startLine: number; endLine: number } | null } | null = null;

  constructor(first: number, last: number, lines: LineSource) {
    this.#next = first;
    this.#last = last;
    this.#lines = lines;
  }

  add({ node, definition }: Item): void {
    const end = Math.min(node.endLine, this.#last);
    if (end < this.#next) return this.#share(node);
    const start = Math.max(node.startLine, this.#next);
    if (node.startLine < this.#next && this.#atoms.length > 0) {
      this.#flushPending();
      return this.#merge(node, definition, end);
    }
    if (definition === null && (node.role === 'comment' || node.role === 'attribute')) {
      return this.#wait(node, start, end);
    }
    const above = this.#pending;
    const attached = above !== null && (above.end >= start - 1 || this.#isDocAbove(above, start, definition));
    const doc = attached ? above.doc : null;
    if (!attached) this.#flushPending();
    this.#pending = null;
    const from = attached ? above.start : start;
    this.#fillTo(from - 1);
    const role = definition === null ? (node.role === 'import' ? 'import' : 'code') : 'definition';
    this.#push({ startLine: from, endLine: end, nodes: [node], role, definition, doc });
  }

  /** A doc block (slash, two stars) with one blank line below still documents what follows, but not the file's first comment. */
  #isDocAbove(above: { start: number; end: number }, start: number, definition: Definition | null): boolean {
    if (definition === null || above.start === 1 || above.end !== start - 2) return false;
    return this.#lines.text(above.start).trimStart().startsWith('/**') && this.#lines.text(start - 1).trim() === '';
  }

  finish(): Atom[] {
    this.#flushPending();
    this.#fillTo(this.#last);
    return joinClauses(this.#atoms, this.#lines);
  }

  #push(atom: Atom): void {
    this.#atoms.push(atom);
    this.#next = atom.endLine + 1;
  }

  /** A node on lines that are covered: it is part of the last atom. */
  #share(node: OutlineNode): void {
    if (node.role !== 'comment') this.#atoms.at(-1)?.nodes.push(node);
  }

  #merge(node: OutlineNode, definition: Definition | null, end: number): void {
    const before = this.#atoms.pop();
    if (before === undefined) return;
    const kept = before.definition ?? definition;
    const role = kept === null ? 'code' : 'definition';
    before.nodes.push(node);
    this.#push({ ...before, endLine: end, role, definition: kept });
  }

  #wait(node: OutlineNode, start: number, end: number): void {
    const above = this.#pending;
    const lines = node.role === 'comment' ? { startLine: start, endLine: end } : null;
    if (above !== null && above.end >= start - 1) {
      const doc = above.doc === null ? lines : { ...above.doc, endLine: lines?.endLine ?? above.doc.endLine };
      this.#pending = { start: above.start, end: Math.max(end, above.end), doc };
      return;
    }
    this.#flushPending();
    this.#pending = { start, end, doc: lines };
  }

  #flushPending(): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    this.#fillTo(pending.start - 1);
    if (pending.end < this.#next) return;
    const role = pending.doc === null ? 'code' : 'comment';
    this.#push({ startLine: this.#next, endLine: pending.end, nodes: [], role, definition: null, doc: null });
  }

  /** Covers the lines up to `line` that no node holds. */
  #fillTo(line: number): void {
    let open: Atom | null = null;
    for (; this.#next <= line; this.#next += 1) {
      const above: Atom | undefined = open ?? this.#atoms.at(-1);
      if (above !== undefined && closing.test(this.#lines.text(this.#next))) above.endLine = this.#next;
      else if (open !== null) open.endLine = this.#next;
      else {
        open = { startLine: this.#next, endLine: this.#next, nodes: [], role: 'code', definition: null, doc: null };
        this.#atoms.push(open);
      }
    }
  }
}
