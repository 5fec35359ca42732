import { expect, it } from 'vitest';
import { spansOf, styleLines } from '../../../../src/renderer/ui/code/highlight.ts';
import { loadLanguage } from '../../../../src/renderer/ui/code/languages.ts';

it('colours each line on its own, also where a token spans several', async () => {
  const language = await loadLanguage('x.ts');
  const [first, second, third] = styleLines('/* a\n   b */\nconst c = 1;', language);
  expect(first).toEqual([{ start: 0, end: 4, style: 'tok-comment' }]);
  expect(second).toEqual([{ start: 0, end: 7, style: 'tok-comment' }]);
  expect(third?.[0]).toEqual({ start: 0, end: 5, style: 'tok-keyword' });
});

it('knows the middle of a comment, where a snippet may start, from code', async () => {
  const [first, second] = styleLines(' * for the case\n */\nint x;', await loadLanguage('x.c'));
  expect(first).toEqual([{ start: 0, end: 15, style: 'tok-comment' }]);
  expect(second).toEqual([{ start: 0, end: 3, style: 'tok-comment' }]);
});

it('cuts at the borders of styles and marks, and loses no character', () => {
  const spans = spansOf(10, [{ start: 0, end: 6, style: 'k' }], [{ start: 4, end: 8 }]);
  expect(spans).toEqual([
    { start: 0, end: 4, style: 'k', marked: false },
    { start: 4, end: 6, style: 'k', marked: true },
    { start: 6, end: 8, style: '', marked: true },
    { start: 8, end: 10, style: '', marked: false },
  ]);
});

it('bears marks that reach over the end of a line', () => {
  expect(spansOf(3, [], [{ start: 2, end: 9 }]).at(-1)).toEqual({ start: 2, end: 3, style: '', marked: true });
  expect(spansOf(0, [], [{ start: 0, end: 4 }])).toEqual([]);
});
