import { describe, expect, it } from 'vitest';
import { bestLines, groupResults, sharedIndent } from '../../../../src/renderer/features/search/group-results.ts';
import { sampleResults } from '../../../helpers/window/sample-search.ts';

describe('groupResults', () => {
  it('keeps files in the order of their best hit and gives a head only to those with several', () => {
    const rows = groupResults(sampleResults).map((row) =>
      row.type === 'hit'
        ? `${row.index} ${row.result.name}`
        : `# ${row.path} ${row.type === 'file' ? row.hits : row.hidden}`,
    );
    expect(rows.slice(0, 6)).toEqual([
      '# src/net/backoff.go 3',
      '0 nextDelay',
      '1 Backoff',
      '2 spread',
      '3 send',
      '4 relay',
    ]);
    expect(rows).toContain('# boards/greetings.py 2');
    expect(rows.filter((row) => !row.startsWith('#'))).toHaveLength(sampleResults.length);
  });

  it('folds a file of many hits behind its first three until it is unfolded', () => {
    const [first] = sampleResults;
    const hits = Array.from({ length: 9 }, (_, chunkId) => ({ ...first!, chunkId }));
    const shape = (unfolded: ReadonlySet<string>) => groupResults(hits, unfolded).map(({ type }) => type);
    expect(shape(new Set())).toEqual(['file', 'hit', 'hit', 'hit', 'more']);
    expect(groupResults(hits).at(-1)).toMatchObject({ type: 'more', path: first!.path, hidden: 6 });
    expect(shape(new Set([first!.path]))).toEqual(['file', ...hits.map(() => 'hit')]);
    expect(groupResults(hits.slice(0, 4)).some(({ type }) => type === 'more')).toBe(false);
  });
});

const line = (number: number, text: string, marks = 0) => ({
  line: number,
  text,
  marks: Array.from({ length: marks }, (_, i) => ({ start: i, end: i + 1 })),
});

describe('bestLines', () => {
  it('shows the lines that answer, not the first ones', () => {
    const snippet = [line(1, 'a'), line(2, 'b'), line(3, 'c'), line(4, 'd', 2), line(5, 'e', 1)];
    expect(bestLines(snippet, 3).map((each) => each.line)).toEqual([3, 4, 5]);
  });

  it('wastes no row on blank lines at its ends', () => {
    expect(bestLines([line(1, ''), line(2, 'x'), line(3, ' ')], 3).map((each) => each.line)).toEqual([2]);
    expect(bestLines([line(1, ' ')], 3)).toEqual([]);
  });
});

describe('sharedIndent', () => {
  it('is what all filled lines share, tabs and spaces told apart', () => {
    expect(sharedIndent([line(1, '\t\tif'), line(2, ''), line(3, '\t  x')])).toBe(1);
    expect(sharedIndent([line(1, '')])).toBe(0);
  });
});
