import type { FindRule, GrammarLanguage } from '../language.ts';
import { blank } from './common/blank.ts';
import { bareType, childOfType, fieldText, textOf } from './common/nodes.ts';

/** The class in `fun <T> List<T>.map()`: the text before the dot in front of the name. */
const receiver = (head: string): string[] => {
  const match = /\b(?:fun|val|var)\b\s*(?:<[^>]*>\s*)?\(?([A-Za-z_][\w.]*)(?:<.*>)?\??\)?\??\.\s*$/s.exec(head);
  return match?.[1] === undefined ? [] : [bareType(match[1])];
};

const fun: FindRule = (node, around) => {
  const name = node.childForFieldName('name') ?? childOfType(node, 'identifier', 'simple_identifier');
  if (name === null) return null;
  const within = receiver(around.text.slice(Math.max(node.startIndex, name.startIndex - 200), name.startIndex));
  const body = childOfType(node, 'function_body');
  const found = { kind: 'function' as const, name: textOf(name, around), ...(within.length > 0 ? { within } : {}) };
  return body === null ? found : { ...found, bodyStart: body.startIndex };
};

const property: FindRule = (node, around) => {
  if (around.inFunction) return null;
  const declared = childOfType(node, 'variable_declaration');
  const name = declared === null ? null : childOfType(declared, 'identifier', 'simple_identifier');
  if (name === null) return null;
  const within = receiver(around.text.slice(Math.max(node.startIndex, name.startIndex - 200), name.startIndex));
  return { kind: 'constant', name: textOf(name, around), ...(within.length > 0 ? { within } : {}) };
};

const type: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  const head = around.text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 400));
  const word = /\b(?:enum\s+class|interface|class)\b/.exec(head)?.[0] ?? 'class';
  if (name === null) return null;
  const body = childOfType(node, 'class_body', 'enum_class_body');
  const kind = word === 'interface' ? 'interface' : word.startsWith('enum') ? 'enum' : 'class';
  return body === null ? { kind, name } : { kind, name, bodyStart: body.startIndex };
};

/** `is Type if condition ->` in a `when`: the grammar is older than these guards. The condition may go over several lines. */
const guard =
  /^([ \t]*(?:!?(?:is|in)\b|[A-Z])(?:(?!->|\bif\b)[^\n{}]){0,200}[ \t])(if\b(?:(?!->)[^{}]){1,500})(?=->)/gm;

/** `} get column` and `where?.let`, names to the language but always keywords to the grammar: a getter, a constraint of types. */
const softKeyword = /(?<=[)}][ \t])get(?=[ \t]+[\w(])|\bwhere\b(?![ \t\n]+[A-Z]\w*[ \t]*:)/g;

const prepare = (text: string): string =>
  text
    .replaceAll(guard, (_all, condition: string, rest: string) => condition + blank(rest))
    .replaceAll(softKeyword, (word) => word.toUpperCase());

export const kotlin: GrammarLanguage = {
  id: 'kotlin',
  label: 'Kotlin',
  aliases: ['kt'],
  extensions: ['.kt', '.kts', '.ktm'],
  fileNames: [],
  shebangs: ['kotlin', 'kotlinc'],
  grammar: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
  baselineOnly: true,
  prepare,
  rules: {
    definitions: {
      function_declaration: fun,
      property_declaration: property,
      class_declaration: type,
      object_declaration: { kind: 'class' },
      companion_object: (node, around) => ({
        kind: 'class',
        name: fieldText(node, 'name', around) ?? 'Companion',
        unlisted: true,
      }),
      type_alias: { kind: 'type', name: 'type' },
      secondary_constructor: (_node, around) => ({ kind: 'method', name: around.parentName ?? 'constructor' }),
      enum_entry: (node, around) => {
        const name = childOfType(node, 'identifier', 'simple_identifier');
        return name === null ? null : { kind: 'constant', name: textOf(name, around) };
      },
    },
    wrappers: [],
    comments: ['line_comment', 'block_comment'],
    imports: ['package_header', 'import', 'file_annotation'],
  },
};
