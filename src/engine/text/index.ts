export { foldText, splitIdentifier, termsOf, termsOfWord, wordsOf } from './identifiers.ts';
export { keywordColumnNames, keywordColumns, type KeywordColumns } from './keyword-columns.ts';
export { roleOf } from './file-role.ts';
