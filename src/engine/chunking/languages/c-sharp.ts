import type { FindRule, GrammarLanguage } from '../language.ts';
import { childOfType, fieldText } from './common/nodes.ts';

/** Name of the first variable of a field or event. */
const fields: FindRule = (node, around) => {
  const declaration = childOfType(node, 'variable_declaration');
  const declarator = declaration === null ? null : childOfType(declaration, 'variable_declarator');
  const name = declarator === null ? null : fieldText(declarator, 'name', around);
  return name === null ? null : { kind: 'constant', name };
};

export const cSharp: GrammarLanguage = {
  id: 'csharp',
  label: 'C#',
  aliases: ['c#', 'cs', 'c-sharp'],
  extensions: ['.cs', '.csx'],
  fileNames: [],
  shebangs: ['dotnet', 'dotnet-script', 'csi', 'scriptcs'],
  grammar: 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm',
  rules: {
    definitions: {
      class_declaration: { kind: 'class' },
      struct_declaration: { kind: 'class' },
      record_declaration: { kind: 'class' },
      interface_declaration: { kind: 'interface' },
      enum_declaration: { kind: 'enum' },
      enum_member_declaration: { kind: 'constant' },
      delegate_declaration: { kind: 'type' },
      method_declaration: { kind: 'method' },
      constructor_declaration: { kind: 'method' },
      destructor_declaration: (node, around) => {
        const name = fieldText(node, 'name', around);
        return name === null ? null : { kind: 'method', name: `~${name}` };
      },
      local_function_statement: { kind: 'function' },
      property_declaration: { kind: 'constant' },
      indexer_declaration: () => ({ kind: 'method', name: 'this' }),
      operator_declaration: (node) => {
        const operator = node.childForFieldName('operator');
        return { kind: 'method', name: `operator ${operator?.type ?? ''}`.trim() };
      },
      field_declaration: fields,
      event_field_declaration: fields,
      event_declaration: { kind: 'constant' },
      namespace_declaration: (node, around) => {
        const name = fieldText(node, 'name', around);
        return name === null ? null : { kind: 'module', name, unlisted: true };
      },
    },
    wrappers: ['global_statement'],
    comments: ['comment'],
    imports: ['using_directive', 'file_scoped_namespace_declaration', 'extern_alias_directive', 'global_attribute'],
  },
};
