import type { FindRule, GrammarLanguage } from '../language.ts';
import { childOfType, textOf, unquoted } from './common/nodes.ts';

const variable: FindRule = (node, around) => {
  const name = childOfType(node, 'identifier');
  if (name === null) return null;
  const value = node.namedChild(node.namedChildCount - 1);
  const container = /^(?:struct|enum|union|opaque|error_set)_declaration$/.exec(value?.type ?? '');
  if (container !== null)
    return { kind: value?.type === 'enum_declaration' ? 'enum' : 'class', name: textOf(name, around) };
  return around.inFunction ? null : { kind: 'constant', name: textOf(name, around) };
};

export const zig: GrammarLanguage = {
  id: 'zig',
  label: 'Zig',
  aliases: [],
  extensions: ['.zig', '.zon'],
  fileNames: [],
  shebangs: ['zig'],
  grammar: '@tree-sitter-grammars/tree-sitter-zig/tree-sitter-zig.wasm',
  rules: {
    definitions: {
      function_declaration: { kind: 'function' },
      variable_declaration: variable,
      test_declaration: (node, around) => {
        const title = node.namedChild(0);
        if (title === null) return null;
        return {
          kind: 'function',
          name: title.type === 'block' ? 'test' : unquoted(` ${textOf(title, around)}`.trim()),
        };
      },
    },
    wrappers: [],
    comments: ['comment'],
    imports: [],
    importLike: /(?:pub\s+)?const\s+\w+\s*=\s*@import\("[^"]*"\)(?:\.[\w.]+)?;/y,
  },
};
