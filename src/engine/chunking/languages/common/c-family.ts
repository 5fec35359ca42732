import type { Node } from 'web-tree-sitter';
import type { FindRule, Found, GrammarRules, Surroundings } from '../../language.ts';
import { blank } from './blank.ts';
import { bareType, fieldText, textOf } from './nodes.ts';

/**
 * Blanks out macros that stand where the grammar knows no word: attributes, calling conventions, nullability, namespace
 * brackets. Else one such macro turns a whole class or function into an error node.
 */
const annotationMacro =
  /\b(?:absl_(?:nonnull|nullable)|_Nonnull|_Nullable|__(?:restrict|inline|forceinline|cdecl|stdcall)|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:NAMESPACE_(?:BEGIN|END)|ATTRIBUTE(?:_[A-Z0-9]+)+|LOCKABLE|EXTERN|EXPORT|EXPORTS|API|PUBLIC|NOEXCEPT|CONSTEXPR|INLINE|NOINLINE|FORCEINLINE|NODISCARD|NORETURN|MUST_USE_RESULT|LIFETIME_BOUND|CDECL|STDCALL|NONNULL|UNUSED|CALLBACK))\b(?!\s*\()/g;

/** Macros between a prototype and its end: `f(const char *format, ...) LIKE_PRINTF(1, 2);`. */
const trailingMacro = /(?<=\)\s{1,80})[A-Z][A-Z0-9_]{3,60}(?:\s?\([^()\n]{0,80}\))?(?=\s{0,80}[;{])/g;

export const blankMacros = (text: string): string =>
  text.replaceAll(annotationMacro, blank).replaceAll(trailingMacro, blank);

const nameTypes = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'qualified_identifier',
  'destructor_name',
  'operator_name',
  'operator_cast',
  'template_function',
  'template_method',
]);

/** The name inside a declarator such as `*(*name)(int)[3]`, and whether it declares a function. */
export function declared(start: Node | null): { node: Node; isFunction: boolean } | null {
  let at = start;
  let isFunction = false;
  for (let step = 0; at !== null && step < 30; step += 1) {
    if (nameTypes.has(at.type)) return { node: at, isFunction };
    if (at.type === 'function_declarator') isFunction = true;
    at = at.childForFieldName('declarator') ?? at.namedChild(0);
  }
  return null;
}

/** After an unknown macro the grammar takes two words for one name. */
const lastWord = (name: string): string => (name.startsWith('operator') ? name : (/[~\w]+$/.exec(name)?.[0] ?? name));

/** `a::Foo<T>::bar` → bar within a, Foo. */
function qualified(text: string): { name: string; within: string[] } {
  const at = text.search(/\boperator\b/);
  let head = at < 0 ? text : text.slice(0, at);
  for (let round = 0; round < 6 && /<[^<>]*>/.test(head); round += 1) head = head.replaceAll(/<[^<>]*>/g, '');
  const parts = head.split('::').map((part) => part.trim());
  const last = parts.pop() ?? '';
  const name =
    at < 0
      ? last
      : text
          .slice(at)
          .replace(/\s*\(\s*\)\s*(?:const)?$/, '')
          .replaceAll(/\s+/g, ' ');
  return { name: lastWord(name), within: parts.filter((part) => part !== '').map(lastWord) };
}

/** Test macros read as functions: `TEST(Suite, Name) { … }`. */
const testMacro = /^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|BENCHMARK_F|BENCHMARK_DEFINE_F)$/;

const functionDefinition: FindRule = (node, around) => {
  const declarator = node.childForFieldName('declarator');
  const found = declared(declarator);
  if (found === null) return null;
  const { name, within } = qualified(textOf(found.node, around));
  if (testMacro.test(name) && declarator !== null) {
    const parameters = /\(([^)]*)\)/.exec(textOf(declarator, around))?.[1] ?? '';
    const [suite, test] = parameters.split(',').map((part) => part.trim());
    if (suite !== undefined && test !== undefined) return { kind: 'function', name: test, within: [suite] };
  }
  if (name === '' || /^(?:if|for|while|switch|else|return)$/.test(name)) return null;
  return within.length > 0 ? { kind: 'function', name, within } : { kind: 'function', name };
};

/** Prototypes and variables outside functions. */
const declaration: FindRule = (node, around) => {
  if (around.inFunction) return null;
  const found = declared(node.childForFieldName('declarator'));
  if (found === null) return null;
  const { name, within } = qualified(textOf(found.node, around));
  if (name === '') return null;
  const kind = found.isFunction ? 'function' : 'constant';
  return within.length > 0 ? { kind, name, within } : { kind, name };
};

const bodied =
  (kind: Found['kind']): FindRule =>
  (node, around) => {
    const name = fieldText(node, 'name', around);
    const body = node.childForFieldName('body');
    return name === null || body === null ? null : { kind, name: bareType(name), bodyStart: body.startIndex };
  };

const specifierKinds: Readonly<Record<string, Found['kind']>> = {
  struct_specifier: 'class',
  class_specifier: 'class',
  union_specifier: 'class',
  enum_specifier: 'enum',
};

/** `typedef struct { … } Name;` is the class Name. */
const typedef: FindRule = (node, around: Surroundings) => {
  const found = declared(node.childForFieldName('declarator'));
  if (found === null) return null;
  const type = node.childForFieldName('type');
  const body = type?.childForFieldName('body') ?? null;
  const kind = body === null || type === null ? 'type' : (specifierKinds[type.type] ?? 'type');
  const name = textOf(found.node, around);
  return body === null ? { kind, name } : { kind, name, bodyStart: body.startIndex };
};

/** Function-like macros are functions; others count when they have a value (include guards have none). */
const macro: FindRule = (node, around) => {
  const name = fieldText(node, 'name', around);
  if (name === null || (node.type === 'preproc_def' && node.childForFieldName('value') === null)) return null;
  return { kind: node.type === 'preproc_def' ? 'constant' : 'function', name };
};

export const cRules: GrammarRules = {
  definitions: {
    function_definition: functionDefinition,
    declaration,
    struct_specifier: bodied('class'),
    union_specifier: bodied('class'),
    enum_specifier: bodied('enum'),
    type_definition: typedef,
    preproc_def: macro,
    preproc_function_def: macro,
  },
  wrappers: [],
  comments: ['comment'],
  attributes: ['attribute_declaration'],
  imports: ['preproc_include'],
};

export const cppRules: GrammarRules = {
  ...cRules,
  definitions: {
    ...cRules.definitions,
    class_specifier: bodied('class'),
    field_declaration: declaration,
    alias_declaration: { kind: 'type' },
    concept_definition: { kind: 'type' },
    namespace_definition: (node, around) => {
      const name = fieldText(node, 'name', around);
      return name === null ? null : { kind: 'module', name, unlisted: true };
    },
  },
  wrappers: ['template_declaration'],
  attributes: ['attribute_declaration'],
  imports: ['preproc_include', 'using_declaration'],
};
