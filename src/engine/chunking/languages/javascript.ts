import type { GrammarLanguage } from '../language.ts';
import { javascriptRules } from './common/ecmascript.ts';

export const javascript: GrammarLanguage = {
  id: 'javascript',
  label: 'JavaScript',
  aliases: ['js', 'node'],
  extensions: ['.js', '.mjs', '.cjs', '.es6'],
  fileNames: ['jakefile'],
  shebangs: ['node', 'nodejs', 'js'],
  grammar: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  rules: javascriptRules,
};
