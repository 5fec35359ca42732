import type { FindRule, GrammarLanguage } from '../language.ts';
import { withoutConditionals } from './common/conditionals.ts';
import { bareType, fieldText } from './common/nodes.ts';

const type: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  if (name === null) return null;
  const head = around.text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 400));
  const word = /\b(?:class|struct|enum|extension|actor)\b(?!\s+func)/.exec(head)?.[0];
  const kind = word === 'enum' ? 'enum' : 'class';
  return word === 'extension' ? { kind, name: bareType(name), unlisted: true } : { kind, name };
};

const property: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  return name === null || around.inFunction
    ? null
    : { kind: 'constant', name: name.replace(/^(?:var|let)\s+/, '').replace(/[:=\s].*$/s, '') };
};

export const swift: GrammarLanguage = {
  id: 'swift',
  label: 'Swift',
  aliases: [],
  extensions: ['.swift', '.swiftinterface'],
  fileNames: [],
  shebangs: ['swift'],
  grammar: '@repomix/tree-sitter-wasms/out/tree-sitter-swift.wasm',
  baselineOnly: true,
  // The grammar knows them at the top only; inside a class its errors are many, and parsing takes quadratic time.
  prepare: withoutConditionals,
  rules: {
    definitions: {
      class_declaration: type,
      protocol_declaration: { kind: 'interface' },
      function_declaration: { kind: 'function' },
      protocol_function_declaration: { kind: 'method' },
      protocol_property_declaration: property,
      property_declaration: property,
      typealias_declaration: { kind: 'type' },
      associatedtype_declaration: { kind: 'type' },
      init_declaration: () => ({ kind: 'method', name: 'init' }),
      deinit_declaration: () => ({ kind: 'method', name: 'deinit' }),
      subscript_declaration: () => ({ kind: 'method', name: 'subscript' }),
    },
    wrappers: [],
    comments: ['comment', 'multiline_comment'],
    imports: ['import_declaration', 'shebang_line'],
  },
};
