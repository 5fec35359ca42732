import type { GrammarLanguage } from '../language.ts';
import { blankMacros, cppRules } from './common/c-family.ts';
import { withoutConditionals } from './common/conditionals.ts';
import { looksLikeCpp } from './common/cpp-header.ts';

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
  prepare: blankMacros,
  retry: withoutConditionals,
  rules: cppRules,
  claims: { extensions: ['.h'], holds: looksLikeCpp },
};
