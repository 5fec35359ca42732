export { filterExamples, filterHelp, filterRows, mayNotEnd, restsOnBlame } from './describe.ts';
export {
  definitionOf,
  type FilterDefinition,
  type FilterName,
  filterNamed,
  filterNames,
  filters,
  type FilterValue,
  namesOf,
} from './filters.ts';
export { isFinished, isQuoteOpen, lex, type LexedQuery, tokenBefore } from './lexer.ts';
export type { FilterToken, PhraseToken, RegexToken, Token, WordToken } from './tokens.ts';
