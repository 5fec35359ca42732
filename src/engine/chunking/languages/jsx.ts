import type { GrammarLanguage } from '../language.ts';
import { javascriptRules } from './common/ecmascript.ts';

export const jsx: GrammarLanguage = {
  id: 'jsx',
  label: 'JSX',
  aliases: ['react'],
  extensions: ['.jsx'],
  fileNames: [],
  grammar: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  rules: javascriptRules,
};
