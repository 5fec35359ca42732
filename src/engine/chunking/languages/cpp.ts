import type { GrammarLanguage } from '../language.ts';
import { cppRules } from './common/c-family.ts';

export const cpp: GrammarLanguage = {
  id: 'cpp',
  label: 'C++',
  aliases: ['c++', 'cxx', 'cc'],
  extensions: [
    '.cpp',
    '.cc',
    '.cxx',
    '.c++',
    '.hpp',
    '.hh',
    '.hxx',
    '.h++',
    '.ipp',
    '.tpp',
    '.inl',
    '.ixx',
    '.cppm',
    '.cu',
    '.cuh',
    '.ino',
  ],
  fileNames: [],
  grammar: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
  rules: cppRules,
};
