import type { FindRule, GrammarLanguage } from '../language.ts';
import { fieldText } from './common/nodes.ts';

const value: FindRule = (node, around) => {
  const name = fieldText(node, 'pattern', around) ?? fieldText(node, 'name', around);
  if (name === null || around.inFunction || !/^[\w$`]+$/.test(name)) return null;
  return { kind: 'constant', name };
};

export const scala: GrammarLanguage = {
  id: 'scala',
  label: 'Scala',
  aliases: [],
  extensions: ['.scala', '.sc', '.sbt'],
  fileNames: [],
  shebangs: ['scala'],
  grammar: 'tree-sitter-scala/tree-sitter-scala.wasm',
  rules: {
    definitions: {
      class_definition: { kind: 'class' },
      object_definition: { kind: 'class' },
      trait_definition: { kind: 'interface' },
      enum_definition: { kind: 'enum' },
      package_object: { kind: 'module' },
      function_definition: { kind: 'function' },
      function_declaration: { kind: 'function' },
      type_definition: { kind: 'type' },
      val_definition: value,
      var_definition: value,
      val_declaration: value,
      given_definition: (node, around) => {
        const name = fieldText(node, 'name', around) ?? fieldText(node, 'return_type', around);
        return name === null ? null : { kind: 'constant', name };
      },
    },
    wrappers: ['extension_definition'],
    comments: ['comment', 'block_comment'],
    imports: ['package_clause', 'import_declaration'],
  },
};
