import type { GrammarLanguage } from '../language.ts';
import { typescriptRules } from './common/ecmascript.ts';

export const typescript: GrammarLanguage = {
  id: 'typescript',
  label: 'TypeScript',
  aliases: ['ts'],
  extensions: ['.ts', '.mts', '.cts'],
  fileNames: [],
  shebangs: ['ts-node', 'tsx', 'deno'],
  grammar: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  rules: typescriptRules,
};
