import type { FindRule, GrammarLanguage } from '../language.ts';
import { childOfType, fieldText, textOf } from './common/nodes.ts';

const named: FindRule = (node, around) => {
  const name = node.childForFieldName('name');
  if (name !== null) return { kind: around.parentKind === null ? 'function' : 'method', name: textOf(name, around) };
  const operator = childOfType(node, 'infix')?.childForFieldName('operator') ?? null;
  return operator === null ? null : { kind: 'function', name: textOf(operator, around) };
};

/** Locals in `where` and `let` are not symbols. */
const topLevel: FindRule = (node, around) => (around.inFunction ? null : named(node, around));

export const haskell: GrammarLanguage = {
  id: 'haskell',
  label: 'Haskell',
  aliases: ['hs'],
  extensions: ['.hs', '.hs-boot', '.hsc'],
  fileNames: [],
  shebangs: ['runghc', 'runhaskell', 'stack'],
  grammar: 'tree-sitter-haskell/tree-sitter-haskell.wasm',
  rules: {
    definitions: {
      function: topLevel,
      bind: topLevel,
      signature: (node, around) => (around.parentKind === 'interface' ? named(node, around) : null),
      data_type: { kind: 'type' },
      newtype: { kind: 'type' },
      type_synomym: { kind: 'type' },
      type_family: { kind: 'type' },
      class: { kind: 'interface' },
      instance: (node, around) => {
        const name = fieldText(node, 'name', around);
        const of = fieldText(node, 'patterns', around);
        return name === null ? null : { kind: 'class', name: of === null ? name : `${name} ${of}`, unlisted: true };
      },
    },
    wrappers: [],
    comments: ['comment', 'haddock', 'pragma'],
    attributes: ['signature'],
    imports: ['header', 'imports', 'import'],
  },
};
