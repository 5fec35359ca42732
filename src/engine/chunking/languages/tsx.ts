import type { GrammarLanguage } from '../language.ts';
import { typescriptRules } from './common/ecmascript.ts';

export const tsx: GrammarLanguage = {
  id: 'tsx',
  label: 'TSX',
  aliases: [],
  extensions: ['.tsx'],
  fileNames: [],
  grammar: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  rules: typescriptRules,
};
