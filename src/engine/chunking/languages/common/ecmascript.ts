import type { Node } from 'web-tree-sitter';
import type { FindRule, Found, GrammarRules, Surroundings } from '../../language.ts';
import { fieldText, textOf, unquoted } from './nodes.ts';

const functionTypes = new Set(['arrow_function', 'function_expression', 'generator_function', 'function']);

/** The function inside `memo(() => …)` and the like, looked for in a few steps. */
function functionIn(value: Node | null): Node | null {
  let at = value;
  for (let step = 0; at !== null && step < 4; step += 1) {
    if (functionTypes.has(at.type)) return at;
    if (at.type === 'call_expression') {
      const inside = at.childForFieldName('arguments');
      at = inside?.namedChild(0) ?? null;
    } else if (at.type === 'parenthesized_expression' || at.type === 'await_expression') at = at.namedChild(0);
    else if (at.type === 'as_expression' || at.type === 'satisfies_expression') at = at.namedChild(0);
    else return null;
  }
  return null;
}

/** What a name bound to `value` is: a function, a class, or (outside functions) a constant. */
function bound(name: string, value: Node | null, around: Surroundings): Found | null {
  const direct = value !== null && functionTypes.has(value.type) ? value : null;
  const held = direct ?? functionIn(value);
  if (held !== null && (direct !== null || !around.inFunction)) {
    const body = held.childForFieldName('body');
    return { kind: 'function', name, ...(body === null ? {} : { bodyStart: body.startIndex }) };
  }
  if (value?.type === 'class') {
    const body = value.childForFieldName('body');
    return { kind: 'class', name, ...(body === null ? {} : { bodyStart: body.startIndex }) };
  }
  return around.inFunction ? null : { kind: 'constant', name };
}

const declarator: FindRule = (node, around) => {
  const name = node.childForFieldName('name');
  if (name === null || name.type !== 'identifier') return null;
  return bound(textOf(name, around), node.childForFieldName('value'), around);
};

/** `exports.x = function`, `Foo.prototype.bar = …`, `app.use = …`, `module.exports = class`. */
const assignment: FindRule = (node, around) => {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null || left.endIndex - left.startIndex > 120) return null;
  const path = textOf(left, around);
  if (!/^[\w$.#]+$/.test(path)) return null;
  const parts = path.split('.').filter((part) => part !== 'prototype');
  const exported = parts[0] === 'exports' || (parts[0] === 'module' && parts[1] === 'exports');
  const name = parts.at(-1) ?? '';
  if (parts.length < 2 || (name === 'exports' && right.type !== 'class' && functionIn(right) === null)) return null;
  const found = bound(name === 'exports' ? 'module.exports' : name, right, around);
  if (found === null || (found.kind === 'constant' && !exported)) return null;
  const owner = parts
    .slice(0, -1)
    .filter((part) => !['exports', 'module', 'this', 'self', 'window', 'globalThis'].includes(part));
  return owner.length > 0 ? { ...found, within: owner } : found;
};

/** Members of object literals that hold functions; not inside functions' own arguments and returns with a few lines. */
const pair: FindRule = (node, around) => {
  const key = node.childForFieldName('key');
  const value = node.childForFieldName('value');
  if (key === null || value === null || !functionTypes.has(value.type)) return null;
  const body = value.childForFieldName('body');
  const name = unquoted(` ${textOf(key, around)}`.trim());
  if (!/^[\w$#]+$/.test(name) || value.startPosition.row === value.endPosition.row) return null;
  return { kind: 'function', name, ...(body === null ? {} : { bodyStart: body.startIndex }) };
};

const field: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around) ?? fieldText(node, 'property', around);
  if (name === null) return null;
  return bound(name, node.childForFieldName('value'), { ...around, inFunction: false });
};

const testWord = /^(?:describe|context|suite|it|test|specify|bench|fixture)(?:\.[\w.]+)?$/;

/** `describe("…", () => …)` and `it("…", …)` are named by their titles. */
const testCall: FindRule = (node, around) => {
  const callee = node.childForFieldName('function');
  if (callee === null) return null;
  const word = around.text.slice(callee.startIndex, Math.min(callee.endIndex, callee.startIndex + 40));
  const head = /^[\w.]+/.exec(word)?.[0] ?? '';
  if (!testWord.test(head)) return null;
  const inside = node.childForFieldName('arguments');
  const title = inside?.namedChild(0) ?? null;
  if (title === null || (title.type !== 'string' && title.type !== 'template_string')) return null;
  const body = inside?.namedChild(inside.namedChildCount - 1) ?? null;
  if (body === null || !functionTypes.has(body.type)) return null;
  const kind = /^(?:describe|context|suite|fixture)/.test(head) ? 'module' : 'function';
  return { kind, name: unquoted(textOf(title, around)), bodyStart: body.startIndex };
};

const exported: FindRule = (node, around) => {
  const value = node.childForFieldName('value');
  if (value === null) return null;
  const held = functionIn(value);
  if (held !== null) {
    const body = held.childForFieldName('body');
    return { kind: 'function', name: 'default', ...(body === null ? {} : { bodyStart: body.startIndex }) };
  }
  if (value.type === 'class') return { kind: 'class', name: 'default' };
  return value.type === 'object' || value.type === 'call_expression'
    ? { kind: 'constant', name: around.parentName ?? 'default' }
    : null;
};

/** Rules that JavaScript and TypeScript have in common; TypeScript adds its own types. */
export const ecmascript: GrammarRules = {
  definitions: {
    function_declaration: { kind: 'function' },
    generator_function_declaration: { kind: 'function' },
    class_declaration: { kind: 'class' },
    method_definition: { kind: 'method' },
    variable_declarator: declarator,
    assignment_expression: assignment,
    pair,
    call_expression: testCall,
    export_statement: exported,
  },
  wrappers: ['export_statement', 'lexical_declaration', 'variable_declaration', 'expression_statement'],
  comments: ['comment', 'html_comment'],
  attributes: ['decorator'],
  imports: ['import_statement', 'hash_bang_line'],
  importLike:
    /(?:const|let|var)\s+[\w$]{1,60}\s*=\s*require\(|(?:const|let|var)\s+\{[^{}]{0,600}\}\s*=\s*require\(|['"]use (?:strict|client|server)['"]/y,
};

export const ecmascriptFields = { field_definition: field };

/** TypeScript and TSX. */
export const typescriptRules: GrammarRules = {
  ...ecmascript,
  definitions: {
    ...ecmascript.definitions,
    public_field_definition: field,
    abstract_class_declaration: { kind: 'class' },
    interface_declaration: { kind: 'interface' },
    type_alias_declaration: { kind: 'type' },
    enum_declaration: { kind: 'enum' },
    function_signature: { kind: 'function' },
    abstract_method_signature: { kind: 'method' },
    module: (node, around) => {
      const name = fieldText(node, 'name', around);
      return name === null ? null : { kind: 'module', name: unquoted(` ${name}`.trim()) };
    },
    internal_module: { kind: 'module', scope: true },
  },
  wrappers: [...ecmascript.wrappers, 'ambient_declaration'],
};

export const javascriptRules: GrammarRules = {
  ...ecmascript,
  definitions: { ...ecmascript.definitions, ...ecmascriptFields },
};
