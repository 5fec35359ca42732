import type { DiffLine } from '../../shared/contract/git.ts';
import { type Change, compareLines } from './line-diff/compare.ts';
import { LineTable, type TokenizedText } from './line-diff/tokens.ts';
import type { FileDiff } from './types.ts';

const contextLines = 3;
const linesAtMost = 20_000;
const binaryProbe = 8000;

export const isBinary = (content: Buffer): boolean => content.subarray(0, binaryProbe).indexOf(0) >= 0;

/** How many lines one text has that the other lacks. */
export function countChanges(before: Buffer, after: Buffer): { added: number; removed: number } {
  const table = new LineTable();
  const changes = compareLines(table.tokenize(before), table.tokenize(after));
  let added = 0;
  let removed = 0;
  for (const change of changes) {
    added += change.newCount;
    removed += change.oldCount;
  }
  return { added, removed };
}

/** The change from one text to another, with three lines around each change. */
export function diffFiles(before: Buffer, after: Buffer): FileDiff {
  if (isBinary(before) || isBinary(after)) return { lines: [], binary: true, truncated: false };
  const table = new LineTable();
  const old = table.tokenize(before);
  const recent = table.tokenize(after);
  const lines = [...diffLines(old, recent, compareLines(old, recent))];
  return { lines: lines.slice(0, linesAtMost), binary: false, truncated: lines.length > linesAtMost };
}

function* diffLines(old: TokenizedText, recent: TokenizedText, changes: readonly Change[]): Generator<DiffLine> {
  /** First line, in the new text, that has not been given yet. */
  let given = 0;
  for (const [at, change] of changes.entries()) {
    const from = Math.max(given, change.newStart - contextLines);
    yield* context(recent, { from, to: change.newStart, shift: change.oldStart - change.newStart });
    for (let line = 0; line < change.oldCount; line += 1) {
      const number = change.oldStart + line;
      yield { kind: 'removed', oldLine: number + 1, newLine: null, text: textOf(old, number) };
    }
    for (let line = 0; line < change.newCount; line += 1) {
      const number = change.newStart + line;
      yield { kind: 'added', oldLine: null, newLine: number + 1, text: textOf(recent, number) };
    }
    const end = change.newStart + change.newCount;
    const next = changes[at + 1]?.newStart ?? recent.count;
    given = Math.min(end + contextLines, next);
    yield* context(recent, { from: end, to: given, shift: change.oldStart + change.oldCount - end });
  }
}

function* context(text: TokenizedText, range: { from: number; to: number; shift: number }): Generator<DiffLine> {
  for (let line = range.from; line < range.to; line += 1) {
    yield { kind: 'context', oldLine: line + range.shift + 1, newLine: line + 1, text: textOf(text, line) };
  }
}

function textOf(text: TokenizedText, line: number): string {
  return text.bytes.toString('utf8', text.starts[line], text.starts[line + 1]).replace(/\r?\n$/, '');
}
