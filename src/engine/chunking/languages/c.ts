import type { GrammarLanguage } from '../language.ts';
import { blankMacros, cRules } from './common/c-family.ts';
import { withoutConditionals } from './common/conditionals.ts';

export const c: GrammarLanguage = {
  id: 'c',
  label: 'C',
  aliases: [],
  extensions: ['.c', '.h', '.idc', '.xs'],
  fileNames: [],
  shebangs: ['tcc'],
  grammar: 'tree-sitter-c/tree-sitter-c.wasm',
  prepare: blankMacros,
  retry: withoutConditionals,
  rules: cRules,
};
