import { array, assert, constantFrom, integer, nat, oneof, property, record, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { divide, mergeSpans, type Span } from '../../../src/engine/git/isomorphic/spans.ts';
import { compareLines } from '../../../src/engine/git/line-diff/compare.ts';
import { cutLines, LineTable } from '../../../src/engine/git/line-diff/tokens.ts';
import { moveUntouched } from '../../../src/engine/git/line-diff/untouched.ts';

/** Few different lines, so that changes can slide, among some long ones that occur once. */
const line = oneof(
  { weight: 5, arbitrary: constantFrom('a\n', 'b\n', '}\n', '\n', 'a line that occurs often\n') },
  { weight: 3, arbitrary: nat(400).map((number) => `a line of its own, number ${number}\n`) },
);
const text = array(line, { maxLength: 40 });
const ending = constantFrom('', 'a', 'a\n', 'no end of line');

/** A text and what an edit in its middle makes of it. */
const pair = record({
  head: text,
  removed: array(line, { maxLength: 4 }),
  added: array(line, { maxLength: 4 }),
  tail: text,
}).chain(({ head, removed, added, tail }) =>
  tuple(ending, ending).map(([oldEnd, newEnd]) => ({
    before: Buffer.from([...head, ...removed, ...tail, oldEnd].join('')),
    after: Buffer.from([...head, ...added, ...tail, newEnd].join('')),
  })),
);

test('lines taken over from a similar text are those of the text itself', () => {
  assert(
    property(pair, ({ before, after }) => {
      const like = cutLines(after);
      expect([...cutLines(before, like).starts]).toEqual([...cutLines(before).starts]);
      const table = new LineTable();
      const known = table.tokenize(after);
      expect([...table.identify(cutLines(before), known).ids]).toEqual([...table.tokenize(before).ids]);
    }),
    { numRuns: 2000 },
  );
});

test('lines that are passed on without a comparison go where a comparison would put them', () => {
  let passed = 0;
  assert(
    property(pair, array(tuple(nat(90), integer({ min: 1, max: 9 })), { maxLength: 4 }), (texts, ranges) => {
      const before = cutLines(texts.before);
      const after = cutLines(texts.after);
      let end = 0;
      const spans: Span[] = [];
      for (const [gap, count] of ranges) {
        const origin = end + (gap % 20);
        if (origin + count > after.count) break;
        spans.push({ final: origin, origin, count });
        end = origin + count + 1;
      }
      const moved = moveUntouched(spans, before, after);
      if (moved === null) return;
      if (spans.length > 0) passed += 1;
      const table = new LineTable();
      const changes = compareLines(table.tokenize(texts.before), table.tokenize(texts.after));
      const { stay, go } = divide(spans, changes);
      expect(stay).toEqual([]);
      expect(mergeSpans(moved, [])).toEqual(mergeSpans(go, []));
    }),
    { numRuns: 5000 },
  );
  expect(passed).toBeGreaterThan(100);
});
