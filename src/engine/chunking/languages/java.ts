import type { FindRule, GrammarLanguage } from '../language.ts';
import { fieldText } from './common/nodes.ts';

const fields: FindRule = (node, around) => {
  const declarator = node.childForFieldName('declarator');
  const name = declarator === null ? null : fieldText(declarator, 'name', around);
  return name === null ? null : { kind: 'constant', name };
};

export const java: GrammarLanguage = {
  id: 'java',
  label: 'Java',
  aliases: [],
  extensions: ['.java', '.jav'],
  fileNames: [],
  shebangs: ['java', 'jbang'],
  grammar: 'tree-sitter-java/tree-sitter-java.wasm',
  rules: {
    definitions: {
      class_declaration: { kind: 'class' },
      record_declaration: { kind: 'class' },
      interface_declaration: { kind: 'interface' },
      annotation_type_declaration: { kind: 'interface' },
      enum_declaration: { kind: 'enum' },
      method_declaration: { kind: 'method' },
      constructor_declaration: { kind: 'method' },
      compact_constructor_declaration: { kind: 'method' },
      annotation_type_element_declaration: { kind: 'method' },
      field_declaration: fields,
      constant_declaration: fields,
      enum_constant: { kind: 'constant' },
    },
    wrappers: [],
    comments: ['line_comment', 'block_comment'],
    imports: ['package_declaration', 'import_declaration'],
  },
};
