import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, splitIdentifier, termsOf, termsOfWord, wordsOf } from '../../../src/engine/text/index.ts';

describe('splitIdentifier', () => {
  it.each([
    ['parseHTTPHeader', ['parse', 'http', 'header']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['__init__', ['init']],
    ['SHA256Sum', ['sha', '256', 'sum']],
    ['XMLHttpRequest2', ['xml', 'http', 'request', '2']],
    ['IOError', ['io', 'error']],
    ['größeÄndern', ['grösse', 'ändern']],
    ['файлconfig', ['файл', 'config']],
    ['ﬁleＮａｍｅ', ['file', 'name']],
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

  it.each([
    ['使用Zorbex组件', '使用 zorbex 组件'],
    ['ユーザーQuumbleを取得', 'ユー ーザ ザー quumble を取 取得'],
    ['한국어API를', '한국 국어 api 를'],
    ['ภาษาGoไทย', 'ภา าษ ษา go ไท ทย'],
    ['订单ID2的值', '订单 id2 id 2 的值'],
    ['第2章parse_query', '第 2 章 parsequery parse query'],
    ['데이터base64변환', '데이 이터 base64 base 64 변환'],
    ['приветWorld', 'приветworld привет world'],
  ])('cuts words where scripts meet: %s', (text, terms) => {
    expect(termsOf(text)).toBe(terms);
    expect(
      wordsOf(text)
        .map((word) => termsOfWord(word).join(' '))
        .join(' '),
    ).toBe(terms);
  });

  it.each([
    ['cafe\u0301', 'café'],
    ['du\u031bo\u0323c', 'dưọc'],
    ['tro\u0323ng', 'trọng'],
    ['Ａｐｉ＿Ｋｅｙ２', 'api_key2'],
    ['ｶﾞｲﾄﾞ', 'ガイド'],
    ['\u1100\u1161\u1102\u1161', '가나'],
    ['ﬁnd', 'find'],
    ['STRASSE', 'straße'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδος'],
    ['x²', 'x2'],
    ['か\u3099', 'が'],
  ])('meets other spellings of the same: %s and %s', (one, other) => {
    expect(termsOf(one)).toBe(termsOf(other));
    expect(foldText(one)).toBe(foldText(other));
  });

  it('gives the words of long names, and passes over runs that nobody types', () => {
    const words = 'should return an error when the customer has no shipping address and the order is not digital'.split(
      ' ',
    );
    expect(termsOf(words.join('_'))).toBe([words.join(''), ...words].join(' '));
    const camel = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
    expect(termsOf(camel)).toBe([words.join(''), ...words].join(' '));
    expect(termsOf('订单'.repeat(60)).split(' ')).toHaveLength(119);
    expect(termsOfWord('a'.repeat(81))).toEqual([]);
    expect(termsOfWord('iVBORw0KGgoAAAANSUhEUgAAAAUA'.repeat(4))).toEqual([]);
    expect(termsOfWord('0a1b2c3d4e5f6a7b'.repeat(8))).toEqual([]);
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
