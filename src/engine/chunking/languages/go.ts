import type { Node } from 'web-tree-sitter';
import type { FindRule, GrammarLanguage } from '../language.ts';
import { bareType, fieldText, textOf } from './common/nodes.ts';

const typeKinds: Readonly<Record<string, 'class' | 'interface'>> = {
  struct_type: 'class',
  interface_type: 'interface',
};

const typeSpec: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  const type = node.childForFieldName('type');
  if (name === null) return null;
  return { kind: typeKinds[type?.type ?? ''] ?? 'type', name };
};

const value: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  if (name === null || name === '_' || around.inFunction) return null;
  const held = node.childForFieldName('value')?.namedChild(0) ?? null;
  const body = held?.type === 'func_literal' ? held.childForFieldName('body') : null;
  return body === null ? { kind: 'constant', name } : { kind: 'function', name, bodyStart: body.startIndex };
};

/** The type in `(s *Server[T])`. */
function receiver(node: Node): Node | null {
  const parameter = node.childForFieldName('receiver')?.namedChild(0) ?? null;
  return parameter?.childForFieldName('type') ?? null;
}

export const go: GrammarLanguage = {
  id: 'go',
  label: 'Go',
  aliases: ['golang'],
  extensions: ['.go'],
  fileNames: [],
  shebangs: ['go', 'gorun', 'yaegi'],
  grammar: 'tree-sitter-go/tree-sitter-go.wasm',
  rules: {
    definitions: {
      function_declaration: { kind: 'function' },
      method_declaration: (node, around) => {
        const name = fieldText(node, 'name', around);
        const type = receiver(node);
        if (name === null) return null;
        return type === null
          ? { kind: 'method', name }
          : { kind: 'method', name, within: [bareType(textOf(type, around))] };
      },
      type_spec: typeSpec,
      type_alias: { kind: 'type' },
      const_spec: value,
      var_spec: value,
      method_elem: { kind: 'method' },
    },
    wrappers: ['type_declaration', 'const_declaration', 'var_declaration', 'var_spec_list'],
    comments: ['comment'],
    imports: ['package_clause', 'import_declaration'],
  },
};
