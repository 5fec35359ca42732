import type { ChunkKind } from '../../shared/chunk-kind.ts';
import type { Atom, LineSource } from './atoms.ts';
import { limits } from './limits.ts';
import type { Definition } from './outline.ts';

/** A chunk in the making: its lines may still grow downwards. */
export interface Draft {
  readonly startLine: number;
  endLine: number;
  readonly kind: ChunkKind;
  readonly main: Definition | null;
  readonly doc: { readonly startLine: number; readonly endLine: number } | null;
}

/** The definition whose inside is being cut; the first chunk of it is named after it, later loose ones are its blocks. */
export interface Owner {
  readonly definition: Definition | null;
  readonly doc: Draft['doc'];
  headPending: boolean;
}

/** How much a definition of this kind speaks for a packed chunk, per character. */
const weights: Readonly<Record<ChunkKind, number>> = {
  class: 1.5,
  interface: 1.5,
  enum: 1.5,
  type: 1.2,
  function: 1,
  method: 1,
  module: 0.5,
  constant: 0.3,
  section: 1,
  block: 0.1,
  window: 0.1,
};

interface Group {
  startLine: number;
  endLine: number;
  size: number;
  main: Definition | null;
  mainScore: number;
  doc: Draft['doc'];
  /** Enclosing names of the definitions in it; null while there is none. */
  key: string | null;
  header: boolean;
}

const membersApart: ReadonlySet<ChunkKind> = new Set<ChunkKind>(['class', 'interface', 'enum', 'type']);
const substantial: ReadonlySet<ChunkKind> = new Set<ChunkKind>([
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
]);

/** Packs the atoms of one region, in order, into drafts. */
export class Packer {
  readonly #drafts: Draft[];
  readonly #lines: LineSource;
  readonly #owner: Owner;
  #group: Group | null = null;
  /** Drafts that stood before this region: their lines are not ours to extend. */
  readonly #before: number;

  constructor(drafts: Draft[], lines: LineSource, owner: Owner) {
    this.#drafts = drafts;
    this.#lines = lines;
    this.#owner = owner;
    this.#before = drafts.length;
  }

  /** Imports and the comments between them, at the top of a file: a chunk of their own. */
  addToHeader(atom: Atom): void {
    const size = this.#lines.size(atom.startLine, atom.endLine);
    if (this.#group !== null && this.#group.size + size > limits.splitCharacters) this.flush();
    this.#append(atom, null);
    if (this.#group !== null) this.#group.header = true;
  }

  add(atom: Atom, doc: Draft['doc']): void {
    if (this.#group !== null && !this.#joins(this.#group, atom)) this.flush();
    this.#append(atom, doc);
  }

  /** Start of a group too small to stand alone, which is then forgotten: the caller takes its lines. */
  takeCrumb(): number | null {
    const group = this.#group;
    if (group === null || group.size >= limits.crumb || group.main !== null) return null;
    this.#group = null;
    return group.startLine;
  }

  flush(): void {
    const group = this.#group;
    if (group === null) return;
    this.#group = null;
    this.#drafts.push(this.#draft(group));
  }

  /** Closes the region; a crumb at its end joins the chunk above. */
  finish(): void {
    const above = this.#drafts.length > this.#before ? this.#drafts.at(-1) : undefined;
    const start = above === undefined ? null : this.#takeTail();
    if (above !== undefined && start !== null) above.endLine = start;
    this.flush();
  }

  /** Last line of a crumb at the end of the region, which is then forgotten. */
  #takeTail(): number | null {
    const end = this.#group?.endLine ?? 0;
    return this.takeCrumb() === null ? null : end;
  }

  #append(atom: Atom, doc: Draft['doc']): void {
    const size = this.#lines.size(atom.startLine, atom.endLine);
    this.#group ??= {
      startLine: atom.startLine,
      endLine: atom.endLine,
      size: 0,
      main: null,
      mainScore: -1,
      doc: null,
      key: null,
      header: false,
    };
    const group = this.#group;
    group.endLine = atom.endLine;
    group.size += size;
    if (atom.definition === null) return;
    group.key ??= keyOf(atom.definition);
    const score = weights[atom.definition.kind] * size;
    if (score > group.mainScore) {
      group.main = atom.definition;
      group.mainScore = score;
      group.doc = doc;
    }
  }

  #joins(group: Group, atom: Atom): boolean {
    const size = this.#lines.size(atom.startLine, atom.endLine);
    const sum = group.size + size;
    const crumb =
      (group.size < limits.crumb && group.main === null) || (size < limits.crumb && atom.definition === null);
    if (crumb) return sum <= limits.packMost + limits.crumb;
    if (group.header || sum > limits.packMost) return false;
    const { definition } = this.#owner;
    if (this.#owner.headPending && definition !== null && membersApart.has(definition.kind)) {
      if (atom.definition !== null && substantial.has(atom.definition.kind)) return false;
    }
    if (definition?.scope === true && group.main === null && group.size > limits.packEnough / 3) {
      if (atom.definition !== null && substantial.has(atom.definition.kind)) return false;
    }
    if (group.key !== null && atom.definition !== null && group.key !== keyOf(atom.definition)) return false;
    if (group.main === null && atom.definition === null) return true;
    if (size >= limits.packEnough && group.size >= limits.packEnough / 3) return false;
    return group.size < limits.packEnough;
  }

  #draft(group: Group): Draft {
    const { startLine, endLine } = group;
    const { definition } = this.#owner;
    if (definition !== null && this.#owner.headPending && endLine >= definition.line) {
      this.#owner.headPending = false;
      // A namespace's first lines are small change beside a definition packed with them.
      if (!definition.scope || group.main === null)
        return { startLine, endLine, kind: definition.kind, main: definition, doc: this.#owner.doc };
    }
    if (group.main !== null) return { startLine, endLine, kind: group.main.kind, main: group.main, doc: group.doc };
    if (definition !== null && this.#owner.headPending) {
      // A comment so long that it stands before the signature on its own.
      return { startLine, endLine, kind: 'block', main: definition, doc: this.#owner.doc };
    }
    const kind = group.header && definition === null ? 'module' : 'block';
    return { startLine, endLine, kind, main: definition, doc: null };
  }
}

const keyOf = (definition: Definition): string => definition.enclosing.join('\u001f');
