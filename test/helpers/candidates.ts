import type { Candidate } from '../../src/engine/search/ranking/features.ts';
import { noFeatures } from '../../src/engine/search/ranking/rank.ts';
import type { Features } from '../../src/engine/search/ranking/weights.ts';
import type { ChunkRow, DefinedName, NameParts } from '../../src/engine/search/retrieval/chunk-rows.ts';
import { splitIdentifier } from '../../src/engine/text/identifiers.ts';
import { stemKey } from '../../src/engine/text/stem.ts';

/** A name as ranking compares it. */
export function nameParts(name: string): NameParts {
  const parts = splitIdentifier(name);
  return { whole: parts.join(''), parts, stems: parts.map(stemKey) };
}

export const definedName = (name: string, kind: string): DefinedName => ({ ...nameParts(name), name, kind, line: 1 });

/** A chunk of a file of its own, `src/file-ID.ts`, of ten lines. */
export function chunkRow(id: number, chunk: Partial<Omit<ChunkRow, 'id'>> = {}): ChunkRow {
  return {
    id,
    file: {
      id,
      path: `src/file-${id}.ts`,
      language: 'typescript',
      role: 'source',
      lineCount: 10,
      size: 100,
      mtimeMs: 0,
      ctimeMs: null,
      declaresOnly: false,
      stem: nameParts(`file-${id}`),
      folders: [nameParts('src')],
      nearest: nameParts('src'),
    },
    kind: 'function',
    name: null,
    enclosing: [],
    signature: null,
    startLine: 1,
    endLine: 10,
    docStartLine: null,
    docEndLine: null,
    isTest: false,
    textHash: String(id),
    symbols: [],
    around: nameParts(''),
    ...chunk,
  };
}

/** A candidate with these features; the others are 0. */
export const candidate = (chunk: ChunkRow, features: Partial<Features>): Candidate => ({
  chunk,
  defines: null,
  keywordRank: null,
  meaningRank: null,
  features: { ...noFeatures, ...features },
  lift: null,
});
