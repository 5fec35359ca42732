import type { Node } from 'web-tree-sitter';
import type { FindRule, Found, GrammarLanguage, Surroundings } from '../language.ts';
import { childOfType, textOf, unquoted } from './common/nodes.ts';

/** `M.sub.x` and `M:x` → the name and what stands before it. */
function pathOf(node: Node, around: Surroundings): { name: string; within: string[] } | null {
  const parts = textOf(node, around).split(/[.:]/);
  const name = parts.pop();
  return name === undefined || !/^\w+$/.test(name) ? null : { name, within: parts };
}

const declaration: FindRule = (node, around) => {
  const target = node.childForFieldName('name');
  const path = target === null ? null : pathOf(target, around);
  if (path === null) return null;
  return path.within.length > 0 ? { kind: 'function', ...path } : { kind: 'function', name: path.name };
};

const assignment: FindRule = (node, around) => {
  const target = childOfType(node, 'variable_list')?.namedChild(0) ?? null;
  const value = childOfType(node, 'expression_list')?.namedChild(0) ?? null;
  const path = target === null || value === null ? null : pathOf(target, around);
  if (path === null || value === null) return null;
  const { name, within } = path;
  const found = valueOf(name, value, around);
  return found === null || within.length === 0 ? found : { ...found, within };
};

function valueOf(name: string, value: Node, around: Surroundings): Found | null {
  if (value.type === 'function_definition') {
    const body = value.childForFieldName('body');
    return { kind: 'function', name, ...(body === null ? {} : { bodyStart: body.startIndex }) };
  }
  return around.inFunction ? null : { kind: 'constant', name };
}

export const lua: GrammarLanguage = {
  id: 'lua',
  label: 'Lua',
  aliases: [],
  extensions: ['.lua', '.luau', '.rockspec', '.nse'],
  fileNames: ['.luacheckrc'],
  shebangs: ['lua', 'luajit', 'resty', 'texlua'],
  grammar: '@tree-sitter-grammars/tree-sitter-lua/tree-sitter-lua.wasm',
  rules: {
    definitions: {
      function_declaration: declaration,
      assignment_statement: assignment,
      field: (node, around) => {
        const name = node.childForFieldName('name');
        const value = node.childForFieldName('value');
        if (name === null || value === null || value.type !== 'function_definition') return null;
        return valueOf(textOf(name, around), value, around);
      },
      function_call: (node, around) => {
        const word = around.text.slice(node.startIndex, node.startIndex + 12);
        const match = /^(describe|context|it|pending|insulate|test)\b/.exec(word)?.[1];
        const inside = match === undefined ? null : node.childForFieldName('arguments');
        const title = inside?.namedChild(0) ?? null;
        if (title === null || title.type !== 'string') return null;
        const kind = /^(?:describe|context|insulate)$/.test(match ?? '') ? 'module' : 'function';
        return { kind, name: unquoted(textOf(title, around)) };
      },
    },
    wrappers: ['variable_declaration'],
    comments: ['comment'],
    imports: ['hash_bang_line'],
    importLike: /local\s+\w+\s*=\s*require\b/y,
  },
};
