import { describe, expect, it } from 'vitest';
import type { ChunkKind } from '../../../src/shared/chunk-kind.ts';
import type { Candidate } from '../../../src/engine/search/ranking/features.ts';
import { joinPieces } from '../../../src/engine/search/ranking/pieces.ts';
import { noFeatures } from '../../../src/engine/search/ranking/rank.ts';

const parts = { whole: '', parts: [], stems: [] };
const file = (id: number): Candidate['chunk']['file'] => ({
  id,
  path: `file-${id}.c`,
  language: 'c',
  role: 'source',
  lineCount: 400,
  size: 1,
  mtimeMs: 0,
  ctimeMs: null,
  declaresOnly: false,
  stem: parts,
  folders: [],
  nearest: parts,
});
const entry = (
  score: number,
  at: { file?: number; name?: string | null; kind?: ChunkKind; lines: [number, number] },
): { candidate: Candidate; score: number } => ({
  score,
  candidate: {
    chunk: {
      id: at.lines[0],
      file: file(at.file ?? 1),
      kind: at.kind ?? 'block',
      name: at.name === undefined ? 'rehash' : at.name,
      enclosing: [],
      signature: null,
      startLine: at.lines[0],
      endLine: at.lines[1],
      docStartLine: null,
      docEndLine: null,
      isTest: false,
      textHash: String(at.lines[0]),
      symbols: [],
      around: parts,
    },
    defines: null,
    keywordRank: null,
    meaningRank: null,
    features: noFeatures,
    lift: null,
  },
});
const joined = (entries: { candidate: Candidate; score: number }[]): [score: number, start: number, end: number][] => {
  const { places, spans } = joinPieces(entries);
  return places.map(({ candidate, score }) => {
    const span = spans.get(candidate) ?? { start: candidate.chunk.startLine, end: candidate.chunk.endLine };
    return [score, span.start, span.end];
  });
};

describe('joinPieces', () => {
  it('makes one place of a long function, with the lines of the pieces that are hardly worse than the best', () => {
    expect(
      joined([
        entry(1, { lines: [41, 80] }),
        entry(0.9, { kind: 'function', lines: [1, 40] }),
        entry(0.2, { lines: [81, 120] }),
      ]),
    ).toEqual([[1, 1, 80]]);
  });

  it('leaves apart what only looks alike: another name, another file, lines between, a definition of its own, no name', () => {
    const apart = [
      entry(1, { kind: 'function', lines: [1, 40] }),
      entry(0.9, { name: 'resize', lines: [41, 80] }),
      entry(0.8, { file: 2, lines: [41, 80] }),
      entry(0.7, { lines: [200, 240] }),
      entry(0.6, { kind: 'method', lines: [241, 260] }),
      entry(0.5, { file: 3, name: null, lines: [1, 10] }),
      entry(0.4, { file: 3, name: null, lines: [11, 20] }),
    ];
    expect(joined(apart)).toHaveLength(apart.length);
  });
});
