import type { SearchResult, SnippetLine } from '../../../shared/contract/search.ts';

/** One row of the list: the head of a file with several hits, a hit, or the hits of a file that are folded away. */
export type ResultRow =
  | { readonly type: 'file'; readonly path: string; readonly hits: number }
  | { readonly type: 'more'; readonly path: string; readonly hidden: number }
  /** `index` counts hits in the order shown. */
  | { readonly type: 'hit'; readonly result: SearchResult; readonly index: number; readonly grouped: boolean };

/** Hits of one file shown before the rest is folded away, so that one file does not push all others out of sight. */
const hitsPerFile = 3;

/** Files in the order of their best hit, each with its hits; a file with one hit needs no head. Never folds a single hit. */
export function groupResults(
  results: readonly SearchResult[],
  unfolded: ReadonlySet<string> = new Set(),
): readonly ResultRow[] {
  const byPath = new Map<string, SearchResult[]>();
  for (const result of results) {
    const hits = byPath.get(result.path);
    if (hits === undefined) byPath.set(result.path, [result]);
    else hits.push(result);
  }
  const rows: ResultRow[] = [];
  let index = 0;
  for (const [path, hits] of byPath) {
    const grouped = hits.length > 1;
    const folded = hits.length > hitsPerFile + 1 && !unfolded.has(path);
    if (grouped) rows.push({ type: 'file', path, hits: hits.length });
    const shown = folded ? hits.slice(0, hitsPerFile) : hits;
    for (const result of shown) rows.push({ type: 'hit', result, index: index++, grouped });
    if (folded) rows.push({ type: 'more', path, hidden: hits.length - hitsPerFile });
  }
  return rows;
}

export const countFiles = (results: readonly SearchResult[]): number => new Set(results.map(({ path }) => path)).size;

const hasWords = (line: SnippetLine): boolean => /[\p{L}\p{N}]/u.test(line.text);
const filled = (line: SnippetLine): boolean => line.text.trim() !== '';

/** Lines of a snippet to show: at most `limit` that follow each other, those with the most marks, the earliest of equals. */
export function bestLines(whole: SearchResult['snippet'], limit: number): SearchResult['snippet'] {
  const snippet = whole.slice(Math.max(0, whole.findIndex(hasWords)), whole.findLastIndex(filled) + 1);
  if (snippet.length <= limit) return snippet;
  const marks = snippet.map((line) => Math.min(3, line.marks.length));
  let best = 0;
  let bestScore = -1;
  for (let start = 0; start + limit <= snippet.length; start++) {
    const score = marks.slice(start, start + limit).reduce((sum, count) => sum + count, 0);
    const first = snippet[start];
    const blankFirst = first !== undefined && hasWords(first) ? 0 : 1.5;
    if (score - blankFirst > bestScore) {
      bestScore = score - blankFirst;
      best = start;
    }
  }
  const lines = snippet.slice(best, best + limit);
  return lines.slice(0, lines.findLastIndex(filled) + 1);
}

/** White space that all lines share at their start, in characters: taken off so that deep code stays in sight. */
export function sharedIndent(lines: readonly { readonly text: string }[]): number {
  const filled = lines.filter(({ text }) => text.trim() !== '');
  if (filled.length === 0) return 0;
  const first = /^[ \t]*/.exec(filled[0]?.text ?? '')?.[0] ?? '';
  let shared = first.length;
  for (const { text } of filled) {
    let same = 0;
    while (same < shared && text[same] === first[same]) same++;
    shared = same;
  }
  return shared;
}
