import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Chunk, ChunkedFile } from '../../src/engine/chunking/index.ts';
import { splitLines } from '../../src/engine/text/lines.ts';

const root = join(import.meta.dirname, '../..');

/** Folder of the grammars, copied there when they are missing or old. */
export function grammarFolder(): string {
  execFileSync(process.execPath, [join(root, 'scripts/copy-grammars.mjs')]);
  return join(root, 'resources/grammars');
}

const range = (startLine: number, endLine: number): string => `${startLine}-${endLine}`;

function describeChunk(chunk: Chunk, lines: readonly string[]): string {
  const name = [...chunk.enclosing, chunk.name ?? '(no name)'].join(' › ');
  const rows = [`${range(chunk.startLine, chunk.endLine)} ${chunk.kind} ${name}`];
  if (chunk.signature !== null && chunk.signature !== '') rows.push(`    signature: ${chunk.signature}`);
  if (chunk.doc !== null) {
    const first = (lines[chunk.doc.startLine - 1] ?? '').trim();
    rows.push(`    doc: ${range(chunk.doc.startLine, chunk.doc.endLine)} ${first}`);
  }
  for (const symbol of chunk.symbols) rows.push(`    - ${symbol.line} ${symbol.kind} ${symbol.name}`);
  return rows.join('\n');
}

/** A file's chunks as text that a person can check by eye. */
export function describeChunks(text: string, file: ChunkedFile): string {
  const lines = splitLines(text);
  const head = `language: ${file.language ?? 'none'}${file.fallback === null ? '' : `, fallback: ${file.fallback}`}`;
  return `${[head, ...file.chunks.map((chunk) => describeChunk(chunk, lines))].join('\n')}\n`;
}

/** What is wrong with how chunks cover `lineCount` lines; null when every line is covered once (windows may overlap). */
export function coverageFault(chunks: readonly Chunk[], lineCount: number): string | null {
  let covered = 0;
  let start = 0;
  for (const chunk of chunks) {
    const overlaps = chunk.kind === 'window' && chunk.startLine > start && chunk.startLine <= covered;
    if (chunk.startLine !== covered + 1 && !overlaps)
      return `line ${covered + 1} is followed by a chunk at ${chunk.startLine}`;
    if (chunk.endLine < chunk.startLine || chunk.endLine <= covered) return `a chunk ends at ${chunk.endLine}`;
    if (chunk.doc !== null && (chunk.doc.startLine < chunk.startLine || chunk.doc.endLine > chunk.endLine)) {
      return `the doc of the chunk at ${chunk.startLine} is outside of it`;
    }
    start = chunk.startLine;
    covered = chunk.endLine;
  }
  return covered === lineCount ? null : `the last line is ${covered}, not ${lineCount}`;
}
