import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIdentifier, termsOf, termsOfWord } from '../../../src/engine/text/index.ts';

describe('splitIdentifier', () => {
  it.each([
    ['parseHTTPHeader', ['parse', 'http', 'header']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['__init__', ['init']],
    ['SHA256Sum', ['sha', '256', 'sum']],
    ['XMLHttpRequest2', ['xml', 'http', 'request', '2']],
    ['IOError', ['io', 'error']],
    ['größeÄndern', ['größe', 'ändern']],
    ['счётчикСлов', ['счётчик', 'слов']],
    ['___', []],
  ])('splits %s', (word, parts) => {
    expect(splitIdentifier(word)).toEqual(parts);
  });
});

describe('termsOf', () => {
  it('gives the whole word and its parts, one spelling for snake and camel case', () => {
    expect(termsOf('parse_query(parseQuery, x)')).toBe('parsequery parse query parsequery parse query x');
  });

  it('keeps words that are not ASCII and pairs the characters of scripts without spaces', () => {
    expect(termsOf('naïve 検索する')).toBe('naïve 検索 索す する');
  });

  it('passes over runs that nobody types', () => {
    expect(termsOfWord('a'.repeat(81))).toEqual([]);
  });

  it('never throws, and gives the same terms whatever the text around a word', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        const alone = termsOf(text);
        expect(termsOf(`${text} ${text}`)).toBe([alone, alone].filter((part) => part !== '').join(' '));
      }),
    );
  });
});
