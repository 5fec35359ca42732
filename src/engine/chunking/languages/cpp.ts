import type { GrammarLanguage } from '../language.ts';
import { blankMacros, cppRules } from './common/c-family.ts';
import { withoutConditionals } from './common/conditionals.ts';

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
  claims: {
    extensions: ['.h'],
    pattern:
      /^\s*(?:namespace\b[^;]*$|inline namespace\b|template\s*<|(?:public|private|protected)\s*:|using\s+[\w:]+\s*[=;]|using namespace\b|class\s+\w[\w\s]*(?:[:{]|$)|constexpr\b|virtual\b)|\b\w+::~?\w+|#include\s*<(?:string|vector|memory|map|cstdint|cstddef|utility|functional|algorithm|type_traits|iostream)>/m,
  },
};
