import type { GrammarLanguage } from '../language.ts';
import { bareType, fieldText } from './common/nodes.ts';

export const rust: GrammarLanguage = {
  id: 'rust',
  label: 'Rust',
  aliases: ['rs'],
  extensions: ['.rs'],
  fileNames: [],
  shebangs: ['rust-script', 'cargo', 'rustx'],
  grammar: 'tree-sitter-rust/tree-sitter-rust.wasm',
  rules: {
    definitions: {
      function_item: { kind: 'function' },
      function_signature_item: { kind: 'function' },
      struct_item: { kind: 'class' },
      union_item: { kind: 'class' },
      enum_item: { kind: 'enum' },
      trait_item: { kind: 'interface' },
      type_item: { kind: 'type' },
      associated_type: { kind: 'type' },
      const_item: { kind: 'constant' },
      static_item: { kind: 'constant' },
      macro_definition: { kind: 'function' },
      mod_item: { kind: 'module', scope: true },
      impl_item: (node, around) => {
        const type = fieldText(node, 'type', around);
        return type === null ? null : { kind: 'class', name: bareType(type.replace(/^dyn\s+/, '')), unlisted: true };
      },
    },
    wrappers: [],
    comments: ['line_comment', 'block_comment'],
    attributes: ['attribute_item', 'inner_attribute_item'],
    imports: ['use_declaration', 'extern_crate_declaration'],
  },
};
