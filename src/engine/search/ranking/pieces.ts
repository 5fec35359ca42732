import type { Candidate } from './features.ts';

/** 1-based, inclusive. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly candidate: Candidate;
  readonly score: number;
}

/** A piece is shown with the best one when its score is at least this part of the best one's. */
const leastShare = 0.7;

export const linesOf = ({ chunk }: Candidate): LineSpan => ({ start: chunk.startLine, end: chunk.endLine });

/**
 * Makes one place of the pieces of one long definition: the chunker cuts it into a head and blocks of the same name that follow
 * each other. The best piece stands for all, with the lines of those beside it that are hardly worse. Keeps the order.
 */
export function joinPieces<T extends Entry>(entries: readonly T[]): { places: T[]; spans: Map<Candidate, LineSpan> } {
  const spans = new Map<Candidate, LineSpan>();
  const dropped = new Set<T>();
  for (const run of runsOf(entries)) {
    const best = run.reduce((a, b) => (b.score > a.score ? b : a));
    const at = run.indexOf(best);
    let [first, last] = [at, at];
    const isShown = (i: number): boolean => (run[i]?.score ?? -Infinity) >= best.score * leastShare;
    while (isShown(first - 1)) first -= 1;
    while (isShown(last + 1)) last += 1;
    const [head, tail] = [run[first] ?? best, run[last] ?? best];
    spans.set(best.candidate, { start: head.candidate.chunk.startLine, end: tail.candidate.chunk.endLine });
    for (const entry of run) if (entry !== best) dropped.add(entry);
  }
  return { places: entries.filter((entry) => !dropped.has(entry)), spans };
}

/** Runs of two and more pieces that follow each other in one definition, in the order of their lines. */
function runsOf<T extends Entry>(entries: readonly T[]): T[][] {
  const named = entries.filter(({ candidate: { chunk } }) => chunk.name !== null);
  const byLine = named.toSorted(
    ({ candidate: { chunk: a } }, { candidate: { chunk: b } }) => a.file.id - b.file.id || a.startLine - b.startLine,
  );
  const runs: T[][] = [];
  for (const entry of byLine) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run !== undefined && before !== undefined && continues(entry.candidate, before.candidate)) run.push(entry);
    else runs.push([entry]);
  }
  return runs.filter((run) => run.length > 1);
}

const continues = ({ chunk }: Candidate, { chunk: before }: Candidate): boolean =>
  chunk.kind === 'block' &&
  chunk.file.id === before.file.id &&
  chunk.name === before.name &&
  chunk.startLine <= before.endLine + 2;
