import type { FindRule, GrammarLanguage } from '../language.ts';
import { childOfType, fieldText, textOf, unquoted } from './common/nodes.ts';

const constants: FindRule = (node, around) => {
  const element = childOfType(node, 'const_element');
  const name = element?.namedChild(0) ?? null;
  return name === null ? null : { kind: 'constant', name: textOf(name, around) };
};

export const php: GrammarLanguage = {
  id: 'php',
  label: 'PHP',
  aliases: [],
  extensions: ['.php', '.phtml', '.php3', '.php4', '.php5', '.phps', '.inc'],
  fileNames: [],
  shebangs: ['php'],
  grammar: 'tree-sitter-php/tree-sitter-php.wasm',
  rules: {
    definitions: {
      class_declaration: { kind: 'class' },
      interface_declaration: { kind: 'interface' },
      trait_declaration: { kind: 'class' },
      enum_declaration: { kind: 'enum' },
      enum_case: { kind: 'constant' },
      function_definition: { kind: 'function' },
      method_declaration: { kind: 'method' },
      const_declaration: constants,
      property_declaration: (node, around) => {
        const element = childOfType(node, 'property_element');
        const name = element === null ? null : fieldText(element, 'name', around);
        return name === null ? null : { kind: 'constant', name: name.replace('$', '') };
      },
      namespace_definition: (node, around) => {
        const name = fieldText(node, 'name', around);
        const body = node.childForFieldName('body');
        return name === null || body === null ? null : { kind: 'module', name };
      },
      assignment_expression: (node, around) => {
        const left = fieldText(node, 'left', around);
        const right = node.childForFieldName('right');
        if (left === null || right === null || !/^\$[\w]+$/.test(left)) return null;
        if (right.type !== 'anonymous_function' && right.type !== 'arrow_function') return null;
        const body = right.childForFieldName('body');
        return { kind: 'function', name: left.slice(1), ...(body === null ? {} : { bodyStart: body.startIndex }) };
      },
      function_call_expression: (node, around) => {
        const word = fieldText(node, 'function', around);
        if (word === null || !/^(?:define|it|test|describe)$/.test(word)) return null;
        const title = node.childForFieldName('arguments')?.namedChild(0)?.namedChild(0) ?? null;
        if (title === null || !/string/.test(title.type)) return null;
        const kind = word === 'define' ? 'constant' : word === 'describe' ? 'module' : 'function';
        return { kind, name: unquoted(textOf(title, around)) };
      },
    },
    wrappers: ['expression_statement'],
    comments: ['comment'],
    imports: ['php_tag', 'namespace_use_declaration', 'declare_statement'],
    importLike: /(?:namespace\s+[\w\\]+\s*;|(?:require|include)(?:_once)?\b)/y,
  },
};
