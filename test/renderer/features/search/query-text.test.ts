import { describe, expect, it } from 'vitest';
import {
  applyCompletion,
  chipParts,
  chipProblems,
  filterChip,
  inFilterValue,
  joinQuery,
  splitQuery,
  takeChips,
  textProblems,
} from '../../../../src/renderer/features/search/query-text.ts';

describe('filters in the box', () => {
  it('become chips once finished, and only those before the caret', () => {
    const typed = { text: 'retry lang:go -path:"my dir" author:a', chips: [] };
    expect(takeChips(typed, typed.text.length)).toEqual({
      text: 'retry author:a',
      chips: ['lang:go', '-path:"my dir"'],
      caret: 'retry author:a'.length,
    });
    expect(takeChips({ text: 'lang:go rest', chips: [] }, 3).chips).toEqual([]);
  });

  it('stay where they are when the query has a structure that gives their place a meaning', () => {
    const typed = { text: 'a lang:go OR b lang:rust ', chips: [] };
    expect(takeChips(typed, typed.text.length)).toMatchObject({ text: typed.text, chips: [] });
  });

  it('are not taken twice', () => {
    expect(takeChips({ text: 'x lang:go ', chips: ['lang:go'] }, 10).chips).toEqual(['lang:go']);
  });

  it('leave words alone that only look like filters', () => {
    const typed = { text: 'std::lang http://a.b language:x ', chips: [] };
    expect(takeChips(typed, typed.text.length).chips).toEqual([]);
  });

  it('survive going into the history and back', () => {
    const content = { text: 'retry delay', chips: ['lang:go', 'author:"Lin Wei"'] };
    expect(splitQuery(joinQuery(content))).toEqual(content);
    expect(splitQuery('cache lang:go -path:test/')).toEqual({ text: 'cache', chips: ['lang:go', '-path:test/'] });
  });

  it('are kept apart from what is still being typed', () => {
    const content = { text: 'retry "could not', chips: ['lang:go', 'after:soon'] };
    const query = joinQuery(content);
    expect(query).toBe('retry "could not" lang:go after:soon');
    const problem = { start: query.indexOf('after'), end: query.length, message: 'not a date' };
    expect([...chipProblems(content, [problem])]).toEqual([[1, 'not a date']]);
    expect(joinQuery({ text: 'multi OR', chips: ['lang:c'] })).toBe('multi lang:c');
    expect(joinQuery({ text: 'multi OR easy', chips: ['lang:c'] })).toBe('multi OR easy lang:c');
    expect(joinQuery({ text: '"open', chips: [] })).toBe('"open');
  });

  it('are quoted when their value needs it, and read back', () => {
    expect(filterChip('author', 'Lin Wei')).toBe('author:"Lin Wei"');
    expect(chipParts('-author:"Lin Wei"')).toEqual({ negated: true, name: 'author', value: 'Lin Wei' });
  });
});

describe('faults', () => {
  const content = { text: 'retry', chips: ['lang:go', 'after:soon'] };
  const query = joinQuery(content);
  const problem = { start: query.indexOf('after'), end: query.length, message: 'not a date' };

  it('are shown on the chip that they are about', () => {
    expect([...chipProblems(content, [problem])]).toEqual([[1, 'not a date']]);
    expect(textProblems([problem], content.text)).toEqual([]);
  });

  it('are shown in the text where they lie', () => {
    expect(textProblems([{ start: 1, end: 99, message: 'm' }], 'abc')).toEqual([{ start: 1, end: 3, message: 'm' }]);
  });
});

describe('completion', () => {
  it('replaces the word at the caret and leaves the rest', () => {
    const completion = { insert: 'lang:go', label: 'go', detail: null, kind: 'language', start: 6, end: 11 } as const;
    expect(applyCompletion('retry lang: delay', completion)).toEqual({ text: 'retry lang:go delay', caret: 14 });
  });

  it('waits for the value after the name of a filter', () => {
    const completion = { insert: 'lang:', label: 'lang:', detail: null, kind: 'filter', start: 0, end: 2 } as const;
    expect(applyCompletion('la', completion)).toEqual({ text: 'lang:', caret: 5 });
  });

  it('knows a value from a plain word', () => {
    expect(inFilterValue('x -author:', 10)).toBe(true);
    expect(inFilterValue('author', 6)).toBe(false);
  });
});
