import * as fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Change, compareLines } from '../../../src/engine/git/line-diff/compare.ts';
import { cutLines, LineTable } from '../../../src/engine/git/line-diff/tokens.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whence-test-diff-'));
  execFileSync('git', ['init', '-q', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The changes as `git diff` has them. */
function gitChanges(before: string, after: string): Change[] {
  writeFileSync(join(folder, 'before'), before);
  writeFileSync(join(folder, 'after'), after);
  const { stdout } = spawnSync('git', ['diff', '--no-index', '-U0', '--diff-algorithm=myers', 'before', 'after'], {
    cwd: folder,
    encoding: 'latin1',
  });
  return [...stdout.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map((match) => {
    const [oldStart, oldCount, newStart, newCount] = [match[1], match[2] ?? 1, match[3], match[4] ?? 1].map(Number);
    // A side without lines is given by the line before it.
    return {
      oldStart: (oldStart ?? 0) - (oldCount === 0 ? 0 : 1),
      oldCount: oldCount ?? 0,
      newStart: (newStart ?? 0) - (newCount === 0 ? 0 : 1),
      newCount: newCount ?? 0,
    };
  });
}

function ourChanges(before: string, after: string): Change[] {
  const table = new LineTable();
  const recent = table.tokenize(Buffer.from(after, 'latin1'));
  return compareLines(table.identify(cutLines(Buffer.from(before, 'latin1'), recent), recent), recent);
}

/** Few different lines, with indentation and blanks, so that much repeats and changes can slide. */
const line = fc.constantFrom('', '}', '{', '  a', '  b', '    c', '\td', 'if (x) {', '  return;', 'e', 'f', 'g');
const text = (lines: readonly string[], ended: boolean): string =>
  lines.length === 0 ? '' : lines.join('\n') + (ended ? '\n' : '');

test('changes are the ones that git shows, wherever they could stand as well', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.array(line, { maxLength: 40 }), fc.boolean(), (a, b, ended) => {
      expect(ourChanges(text(a, true), text(b, ended))).toEqual(gitChanges(text(a, true), text(b, ended)));
    }),
    { numRuns: 60 },
  );
});

test('edits of a long repetitive text are the ones that git shows', () => {
  const edit = fc.record({
    at: fc.nat({ max: 1499 }),
    remove: fc.nat({ max: 12 }),
    insert: fc.array(line, { maxLength: 12 }),
  });
  const base = Array.from(
    { length: 1500 },
    (_, at) => ['{', `  call(${at % 50});`, '', '}', '  return;'][(at * 7) % 5] ?? '',
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 60 }), (edits) => {
      const changed = [...base];
      for (const { at, remove, insert } of edits) changed.splice(at % changed.length, remove, ...insert);
      const [before, after] = [text(base, true), text(changed, true)];
      expect(ourChanges(before, after)).toEqual(gitChanges(before, after));
    }),
    { numRuns: 25 },
  );
});

test('a text is cut the same way whether or not a similar one is known', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), fc.boolean(), (a, b, ended) => {
      const table = new LineTable();
      const known = table.tokenize(Buffer.from(text(b, ended)));
      const bytes = Buffer.from(text(a, !ended));
      expect(table.identify(cutLines(bytes, known), known)).toEqual(table.tokenize(bytes));
    }),
    { numRuns: 300 },
  );
});
