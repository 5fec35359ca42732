export { createChunker, type Chunker, type ChunkerOptions } from './chunker.ts';
export type { Chunk, ChunkedFile, SymbolDefinition } from './chunk.ts';
export type { LanguageInfo } from './language.ts';
export { languageOf, languages } from './languages/index.ts';
