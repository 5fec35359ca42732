import { describe, expect, it } from 'vitest';
import { makeSnippet, snippetQuery } from '../../../../src/engine/search/snippets/snippet.ts';

/** A function of 30 lines from line 101 on, with these in it by their place from 0. */
function shownLines(
  contents: Readonly<Record<number, string>>,
  terms: readonly string[],
): [first: number, last: number] {
  const lines = Array.from({ length: 30 }, (_, i) => contents[i] ?? `  step${i}();`);
  const query = snippetQuery(
    terms.map((term) => [term, 1] as const),
    [],
  );
  const snippet = makeSnippet(lines, { firstLine: 101 }, query);
  return [snippet[0]?.line ?? 0, snippet.at(-1)?.line ?? 0];
}

describe('makeSnippet', () => {
  // Catches a snippet from the middle of a function that leaves out what it is called, for nothing.
  it('shows the first lines where others hold the same, if a little more often', () => {
    const contents = { 0: 'function parseHeader() {', 15: '  header.read();', 17: '  header.close();' };
    expect(shownLines(contents, ['header'])).toEqual([101, 110]);
  });

  it('shows the first lines where nothing is in any', () => {
    expect(shownLines({ 0: 'function parseHeader() {' }, ['cookie'])).toEqual([101, 110]);
  });

  it('shows the lines that hold what the first do not', () => {
    const contents = { 0: 'function parseHeader() {', 20: '  header.readCookie(value);' };
    const [first, last] = shownLines(contents, ['header', 'cookie', 'value']);
    expect(first).toBeLessThanOrEqual(121);
    expect(last).toBeGreaterThanOrEqual(121);
  });
});
