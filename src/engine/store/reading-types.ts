// What a chunk worker needs of the store: no database is opened there.
export type { FileContent, FileIdentity, ReadChunk, ReadFile } from './read-file.ts';
export { hashChunk, hashContent } from './text-hash.ts';
export { hashedRowOf, hashRows } from './rows-hash.ts';
export { chunkLines, deflateText } from './texts.ts';
