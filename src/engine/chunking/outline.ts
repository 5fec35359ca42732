import type { Language as Grammar, Node, Tree } from 'web-tree-sitter';
import type { ChunkKind } from '../../shared/chunk-kind.ts';
import { lineAt } from '../text/lines.ts';
import type { Found, GrammarRules, PlainRule, FindRule, Surroundings } from './language.ts';
import { limits } from './limits.ts';
import { signatureOf } from './signature.ts';

/** A definition in the outline. */
export interface Definition {
  readonly kind: ChunkKind;
  readonly name: string;
  /** Names around it, outermost first. */
  readonly enclosing: readonly string[];
  readonly signature: string;
  /** 1-based line of the definition itself, after decorators and the like. */
  readonly line: number;
  readonly listed: boolean;
  readonly scope: boolean;
}

/** A node of the syntax tree, as far as cutting needs it: single-line nodes have no children here. */
export interface OutlineNode {
  readonly role: 'code' | 'comment' | 'attribute' | 'import' | 'wrapper';
  readonly start: number;
  /** 1-based, inclusive; trailing blank space is not part of it. */
  readonly startLine: number;
  readonly endLine: number;
  readonly definition: Definition | null;
  readonly children: OutlineNode[];
  /** Definitions directly inside, not counting those inside other definitions. */
  definitionsInside: number;
}

export interface Outline {
  readonly root: OutlineNode;
  /** Share of the text that stands in error nodes. */
  readonly errorShare: number;
  readonly definitionCount: number;
}

/** The rules of a language, by node type id of its grammar. */
export interface CompiledRules {
  readonly rules: GrammarRules;
  readonly roles: readonly OutlineNode['role'][];
  readonly definitions: readonly (PlainRule | FindRule | undefined)[];
  readonly named: readonly boolean[];
  readonly opaque: readonly boolean[];
  readonly errorType: number;
}

/** Error nodes have this type id in every grammar. */
const errorType = 65535;

/** Rules by type id. A type that the grammar does not have is a mistake in the language's file and throws. */
export function compileRules(grammar: Grammar, rules: GrammarRules): CompiledRules {
  const count = grammar.nodeTypeCount;
  const roles: OutlineNode['role'][] = Array.from({ length: count }, () => 'code');
  const definitions: (PlainRule | FindRule | undefined)[] = Array.from({ length: count });
  const opaque: boolean[] = Array.from({ length: count }, () => false);
  const named = Array.from({ length: count }, (_, id) => grammar.nodeTypeIsNamed(id));
  const each = (type: string, apply: (id: number) => void): void => {
    let known = false;
    for (let id = 0; id < count; id += 1) {
      if (named[id] === true && grammar.nodeTypeForId(id) === type) {
        apply(id);
        known = true;
      }
    }
    if (!known) throw new Error(`The grammar ${grammar.name ?? ''} has no node type "${type}".`);
  };
  for (const type of rules.wrappers) each(type, (id) => (roles[id] = 'wrapper'));
  for (const type of rules.comments) each(type, (id) => (roles[id] = 'comment'));
  for (const type of rules.attributes ?? []) each(type, (id) => (roles[id] = 'attribute'));
  for (const type of rules.imports) each(type, (id) => (roles[id] = 'import'));
  for (const type of rules.opaque ?? []) each(type, (id) => (opaque[id] = true));
  for (const [type, rule] of Object.entries(rules.definitions)) each(type, (id) => (definitions[id] = rule));
  return { rules, roles, definitions, named, opaque, errorType };
}

const classLike: ReadonlySet<ChunkKind> = new Set<ChunkKind>(['class', 'interface', 'enum', 'type']);
const functionLike: ReadonlySet<ChunkKind> = new Set<ChunkKind>(['function', 'method']);

type Located = Found & { readonly node: Node; readonly scope: boolean; readonly headStart: number };

interface Level {
  readonly node: OutlineNode;
  readonly around: Surroundings;
  readonly enclosing: readonly string[];
}

/** Walks the tree once, without recursion; looks only into nodes of several lines, wrappers and definitions. */
export function outlineOf(
  tree: Tree,
  source: { readonly text: string; readonly starts: readonly number[] },
  compiled: CompiledRules,
): Outline {
  return new OutlineWalk(source.text, source.starts, compiled).run(tree);
}

class OutlineWalk {
  readonly #text: string;
  readonly #starts: readonly number[];
  readonly #compiled: CompiledRules;
  #definitionCount = 0;
  #errorEnd = 0;
  #errorCharacters = 0;

  constructor(text: string, starts: readonly number[], compiled: CompiledRules) {
    this.#text = text;
    this.#starts = starts;
    this.#compiled = compiled;
  }

  run(tree: Tree): Outline {
    const cursor = tree.walk();
    const lines = this.#starts.length - 1;
    const root: OutlineNode = {
      role: 'code',
      start: 0,
      startLine: 1,
      endLine: lines,
      definition: null,
      children: [],
      definitionsInside: 0,
    };
    const levels: Level[] = [
      {
        node: root,
        around: { text: this.#text, parentKind: null, parentName: null, inFunction: false },
        enclosing: [],
      },
    ];
    if (cursor.nodeTypeId === errorType) this.#countError(0, this.#text.length);
    if (cursor.gotoFirstChild()) {
      for (;;) {
        const inner = this.#visit(cursor, levels);
        if (inner !== null && levels.length < limits.depth && cursor.gotoFirstChild()) {
          levels.push(inner);
          continue;
        }
        while (!cursor.gotoNextSibling()) {
          levels.pop();
          if (levels.length === 0 || !cursor.gotoParent()) break;
        }
        if (levels.length === 0) break;
      }
    }
    cursor.delete();
    const share = this.#text.length === 0 ? 0 : this.#errorCharacters / this.#text.length;
    return { root, errorShare: share, definitionCount: this.#definitionCount };
  }

  #countError(start: number, end: number): void {
    const from = Math.max(start, this.#errorEnd);
    if (end <= from) return;
    this.#errorCharacters += end - from;
    this.#errorEnd = end;
  }

  /** Records the node at the cursor; the level to walk inside, or null when there is nothing to look for in it. */
  #visit(cursor: ReturnType<Tree['walk']>, levels: readonly Level[]): Level | null {
    const type = cursor.nodeTypeId;
    const level = levels[levels.length - 1];
    if (level === undefined || (type !== errorType && this.#compiled.named[type] !== true)) return null;
    const start = cursor.startIndex;
    const end = trimmedEnd(this.#text, start, cursor.endIndex);
    const startLine = lineAt(this.#starts, start);
    const endLine = end <= start ? startLine : lineAt(this.#starts, end - 1);
    if (type === errorType) this.#countError(start, end);
    const role = this.#isImportLike(start, levels.length) ? 'import' : (this.#compiled.roles[type] ?? 'code');
    const found = role === 'import' ? null : this.#find(cursor, type, level.around);
    const node: OutlineNode = {
      role,
      start,
      startLine,
      endLine,
      definition:
        found === null
          ? null
          : this.#definition({ ...found, headStart: headStart(levels, startLine, start) }, level, startLine),
      children: [],
      definitionsInside: 0,
    };
    level.node.children.push(node);
    if (node.definition !== null) this.#countDefinition(levels);
    const deeper = startLine !== endLine || role === 'wrapper' || (node.definition !== null && found !== null);
    if (!deeper || role === 'comment' || role === 'import' || this.#compiled.opaque[type] === true) return null;
    return node.definition === null
      ? { node, around: level.around, enclosing: level.enclosing }
      : innerLevel(node, node.definition, level);
  }

  #isImportLike(start: number, depth: number): boolean {
    const pattern = this.#compiled.rules.importLike;
    if (pattern === undefined || depth > 1) return false;
    pattern.lastIndex = start;
    return pattern.test(this.#text);
  }

  #countDefinition(levels: readonly Level[]): void {
    this.#definitionCount += 1;
    for (let i = levels.length - 1; i >= 0; i -= 1) {
      const outer = levels[i];
      if (outer === undefined) return;
      outer.node.definitionsInside += 1;
      if (outer.node.definition !== null) return;
    }
  }

  #find(
    cursor: ReturnType<Tree['walk']>,
    type: number,
    around: Surroundings,
  ): (Found & { node: Node; scope: boolean }) | null {
    const rule = this.#compiled.definitions[type];
    if (rule === undefined) return null;
    const node = cursor.currentNode;
    if (typeof rule === 'function') {
      const found = rule(node, around);
      if (found === null || found.name === '') return null;
      return { ...found, node, scope: found.kind === 'module' };
    }
    if ((rule.kind === 'constant' || rule.kind === 'type') && around.inFunction) return null;
    const name = node.childForFieldName(rule.name ?? 'name');
    if (name === null) return null;
    const text = this.#text.slice(name.startIndex, name.endIndex);
    return text === '' ? null : { kind: rule.kind, name: text, node, scope: rule.scope === true };
  }

  #definition(found: Located, level: Level, line: number): Definition {
    const around = level.around.parentKind;
    const isMethod =
      found.kind === 'function' && ((around !== null && classLike.has(around)) || found.within !== undefined);
    return {
      kind: isMethod ? 'method' : found.kind,
      name: cleanName(found.name),
      enclosing: found.within === undefined ? level.enclosing : [...level.enclosing, ...found.within],
      signature: signatureOf(this.#text, found.node, { start: found.headStart, body: found.bodyStart }),
      line,
      listed: found.unlisted !== true,
      scope: found.scope,
    };
  }
}

/** Where the signature starts: at the wrappers that open on the same line, such as `export const` and `type`. */
function headStart(levels: readonly Level[], line: number, start: number): number {
  let at = start;
  for (let i = levels.length - 1; i > 0; i -= 1) {
    const node = levels[i]?.node;
    if (node === undefined || node.role !== 'wrapper' || node.startLine !== line || node.definitionsInside > 0) break;
    at = node.start;
  }
  return at;
}

function innerLevel(node: OutlineNode, definition: Definition, level: Level): Level {
  return {
    node,
    around: {
      text: level.around.text,
      parentKind: definition.kind,
      parentName: definition.name,
      inFunction: level.around.inFunction || functionLike.has(definition.kind),
    },
    enclosing: [...definition.enclosing, definition.name],
  };
}

const cleanName = (name: string): string => {
  const flat = name.length > 40 || /\s/.test(name) ? name.replaceAll(/\s+/g, ' ').trim() : name;
  return flat.length > limits.name ? flat.slice(0, limits.name) : flat;
};

/** Some grammars let a node run over the blank lines and the indentation after it. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const code = text.charCodeAt(at - 1);
    if (code !== 10 && code !== 13 && code !== 32 && code !== 9) break;
    at -= 1;
  }
  return at;
}
