import { assert, constantFrom, oneof, property, array, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/engine/search/query/index.ts';

const languages: Record<string, string> = { ts: 'typescript', typescript: 'typescript', go: 'go' };
const context = {
  resolveLanguage: (name: string) => languages[name.toLowerCase()] ?? null,
  now: Date.UTC(2026, 0, 31, 12),
};
const parse = (query: string) => parseQuery(query, context);
const conditions = (query: string) =>
  parse(query).groups.map((group) => group.map(({ type, negated }) => (negated ? `-${type}` : type)));

describe('parseQuery', () => {
  it('takes words, phrases, expressions and filters apart', () => {
    const query = 'open store "exact words" /parse\\w+/i lang:ts -path:test/** kind:fn';
    const parsed = parse(query);
    expect(parsed.text).toBe('open store exact words');
    expect(parsed.words).toEqual(['open', 'store']);
    expect(conditions(query)).toEqual([['phrase'], ['regex'], ['lang'], ['-path'], ['kind']]);
    expect(parsed.filters).toEqual([
      { name: 'lang', value: 'ts', negated: false, start: 37, end: 44 },
      { name: 'path', value: 'test/**', negated: true, start: 45, end: 58 },
      { name: 'kind', value: 'fn', negated: false, start: 59, end: 66 },
    ]);
    expect(parsed.problems).toEqual([]);
  });

  it('means either when a filter is repeated or OR stands between, and all when negated', () => {
    expect(conditions('lang:ts x lang:go')).toEqual([['lang', 'lang']]);
    expect(conditions('lang:ts OR path:docs')).toEqual([['lang', 'path']]);
    expect(conditions('-lang:ts -lang:go')).toEqual([['-lang'], ['-lang']]);
    expect(conditions('after:2024 before:2025')).toEqual([['after'], ['before']]);
    expect(conditions('"a b" OR "c d" OR "e f"')).toEqual([['phrase', 'phrase', 'phrase']]);
  });

  it('demands nothing where OR gives a word as the other choice', () => {
    expect(conditions('word OR "a phrase"')).toEqual([]);
  });

  it.each(['std::vector', '/usr/local/lib', 'http://example.org', 'a -v flag', 'x:y', 'cost: high'])(
    'leaves %s as text',
    (query) => {
      expect(parse(query).text).toBe(query);
      expect(parse(query).problems).toEqual([]);
    },
  );

  it.each([
    ['/[/', 'regular expression', 0, 3],
    ['kind: Deployment', 'right behind the colon', 0, 5],
    ['lang:klingon x', 'No language', 5, 12],
    ['a lang: b', 'needs a value', 2, 7],
    ['kind:gizmo', 'no kind', 5, 10],
    ['after:soon', 'not a date', 6, 10],
    ['commit:xyz', 'hexadecimal', 7, 10],
    ['/a(b/', 'regular expression', 0, 5],
    ['say "hello', 'not closed', 4, 10],
    ['lnag:ts x', 'Did you mean “lang:”', 0, 5],
    ['OR x', 'both sides', 0, 2],
  ])('points at the fault in %s', (query, words, start, end) => {
    const { problems } = parse(query);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ start, end });
    expect(problems[0]?.message).toContain(words);
  });

  it.each([
    ['after:2024', Date.UTC(2024, 0, 1)],
    ['after:2024-05', Date.UTC(2024, 4, 1)],
    ['after:2024-05-31', Date.UTC(2024, 4, 31)],
    ['after:yesterday', Date.UTC(2026, 0, 30)],
    ['after:"2 weeks ago"', Date.UTC(2026, 0, 17, 12)],
    ['after:6m', Date.UTC(2025, 7, 4, 12)],
  ])('reads the date of %s', (query, ms) => {
    expect(parse(query).groups[0]?.[0]).toMatchObject({ time: ms / 1000 });
  });

  it('never throws, and every place lies within the query', () => {
    const piece = oneof(
      string({ unit: 'grapheme' }),
      constantFrom(
        '"',
        '-',
        '/',
        ':',
        ' ',
        'OR',
        ' OR ',
        'lang:',
        'path:*[',
        'after:',
        '\\',
        '(',
        '/a/',
        'symbol:A.b',
        'commit:abc1',
      ),
    );
    assert(
      property(array(piece, { maxLength: 12 }), (pieces) => {
        const query = pieces.join('');
        const { problems, filters } = parse(query);
        for (const { start, end } of [...problems, ...filters]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(query.length);
        }
      }),
    );
  });
});

const pathMatch = (query: string, path: string): boolean => {
  const condition = parse(query).groups[0]?.[0];
  return condition !== undefined && 'matches' in condition && condition.matches(path);
};

describe('conditions', () => {
  it.each([
    ['path:src/engine', 'src/engine/store/open.ts', true],
    ['path:src/*/store/**', 'src/engine/store/open.ts', true],
    ['path:*.ts', 'src/engine/store/open.ts', true],
    ['path:store/*.ts', 'src/engine/store/open.ts', true],
    ['path:src/', 'lib/src2/a.ts', false],
    ['file:open', 'src/open/readme.md', false],
    ['file:OPEN', 'src/engine/store/open.ts', true],
    ['file:*.md', 'docs/readme.md', true],
  ])('%s on %s is %s', (query, path, matches) => {
    expect(pathMatch(query, path)).toBe(matches);
  });

  it.each([
    ['symbol:open', 'openStore', true],
    ['symbol:Store.open', 'open', true],
    ['symbol:open*', 'reopen', false],
    ['symbol:*Query', 'parseQuery', true],
  ])('%s on %s is %s', (query, name, matches) => {
    expect(pathMatch(query, name)).toBe(matches);
  });
});
