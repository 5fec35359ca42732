import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lex, type Token } from '../../../src/shared/query/index.ts';

/** A token in a few letters: what is demanded in capitals. */
function shown(token: Token): string {
  const sign = 'negated' in token && token.negated ? '-' : '';
  if (token.type === 'word') return token.text;
  if (token.type === 'or') return 'OR';
  if (token.type === 'phrase') return `${sign}${token.demanded ? 'PHRASE' : 'phrase'}(${token.text})`;
  if (token.type === 'regex') return `${sign}REGEX(${token.source})${token.flags}`;
  return `${sign}FILTER(${token.name}=${token.value})`;
}
const cut = (query: string): string[] => lex(query).tokens.map(shown);
const text = (query: string): string[] => query.split(/\s+/).filter((word) => word !== '');

describe('expressions', () => {
  it.each([
    ['/zorbex/', ['REGEX(zorbex)']],
    ['/zor bex/', ['REGEX(zor bex)']],
    ['/[/', ['REGEX([)']],
    ['/[/]x/', ['REGEX([/]x)']],
    [String.raw`/usr\/bin/`, [String.raw`REGEX(usr\/bin)`]],
    ['parse /parse\\w+/i', ['parse', 'REGEX(parse\\w+)i']],
    ['retry /ret(ry|ries)/', ['retry', 'REGEX(ret(ry|ries))']],
    ['-/TODO/ parser', ['-REGEX(TODO)', 'parser']],
    ['x /zorbex/i lang:go', ['x', 'REGEX(zorbex)i', 'FILTER(lang=go)']],
    ['/zorbex/ "in quotes" path:src', ['REGEX(zorbex)', 'PHRASE(in quotes)', 'FILTER(path=src)']],
  ])('are read in %s', (query, wanted) => {
    expect(cut(query)).toEqual(wanted);
  });

  it.each([
    '/* zorbex-disable no-console */',
    '/** Says what it does. */',
    '// a comment / with a slash',
    '/// <reference path="x" />',
    'ratio = width / 2 / height',
    'ratio = width /2/ height',
    'quumble in /usr/lib and /usr/bin/ please',
    'copies /etc/ into /var/',
    '/usr/local/bin/',
    '/api/users/:id/edit',
    'GET /users/ 404',
    '</div> </span>',
    'https://example.org/a/b/ http://localhost:3000/',
    'src/**/x lib/*/y/',
    'a/b/c and/or x/y',
    '#!/usr/bin/env node',
    "sed -e 's/foo/bar/g' file",
    "perl -ne 'print if /foo\\d+/'",
    'awk /foo+/ file',
    'const re = /^foo$/;',
    'if (x =~ /^foo$/) {',
    're = /^foo$/',
    's.replace(/a+/g, "b")',
    'scale / (a + b) / c',
    'x /(n+1)/ y',
    'x /a(b/',
    '/ / /',
  ])('are not seen in %s', (query) => {
    expect(cut(query)).toEqual(text(query));
  });
});

describe('filters', () => {
  it.each([
    ['lang:ts', ['FILTER(lang=ts)']],
    ['-path:test/**', ['-FILTER(path=test/**)']],
    ['author:"Ada Lovelace" x', ['FILTER(author=Ada Lovelace)', 'x']],
    ['author:“Ada Lovelace”', ['FILTER(author=Ada Lovelace)']],
    ['since:2w', ['FILTER(after=2w)']],
    ['x until:2024', ['x', 'FILTER(before=2024)']],
    ['path:/usr', ['FILTER(path=/usr)']],
    ['symbol:Store::open', ['FILTER(symbol=Store::open)']],
    ['lang:', ['FILTER(lang=)']],
  ])('are read in %s', (query, wanted) => {
    expect(cut(query)).toEqual(wanted);
  });

  it.each([
    'std::vector<int>',
    'TypeError: x is not a function',
    'Error:foo',
    'http://host:80/path',
    'file:///home/ada/a.ts:12',
    'kind: Deployment',
    'lang: ts',
    'path: /usr/bin',
    'symbol::name',
    'case 1: break',
    'at 12:30',
    String.raw`C:\path\to\file.ts`,
    '{ path:x, kind:y }',
    'path:"/api",',
    '{"lang":"en"}',
    'Kind:class',
    'git commit --no-verify',
    '- item of a list',
    '-1 -v --flag=x -Wall',
    '- const a = 1;',
  ])('are not seen in %s', (query) => {
    expect(cut(query)).toEqual(text(query));
  });
});

describe('quotes', () => {
  it.each([
    ['"exact phrase"', ['PHRASE(exact phrase)']],
    ['“exact phrase”', ['PHRASE(exact phrase)']],
    ['retry "connection refused"', ['retry', 'PHRASE(connection refused)']],
    ['"one" OR "other"', ['PHRASE(one)', 'OR', 'PHRASE(other)']],
    ['orders -"CREATE TABLE"', ['orders', '-PHRASE(CREATE TABLE)']],
    [String.raw`"a\nb"`, [String.raw`PHRASE(a\nb)`]],
    [String.raw`"say \"hi\""`, ['PHRASE(say "hi")']],
    [String.raw`"C:\folder\"`, [String.raw`PHRASE(C:\folder\)`]],
    ['"still typing', ['PHRASE(still typing)']],
    ['retry "could no', ['retry', 'PHRASE(could no)']],
  ])('demand in %s', (query, wanted) => {
    expect(cut(query)).toEqual(wanted);
  });

  it.each([
    ['"zorbex" is not defined', ['phrase(zorbex)', 'is', 'not', 'defined']],
    ['Cannot find module "zorbex"', ['Cannot', 'find', 'module', 'phrase(zorbex)']],
    ['KeyError: "zorbex"', ['KeyError:', 'phrase(zorbex)']],
    ['import "zorbex"', ['import', 'phrase(zorbex)']],
    ['#include "zorbex.h"', ['#include', 'phrase(zorbex.h)']],
    ['v = a ?? "none"', ['v', '=', 'a', '??', 'phrase(none)']],
    ['“zorbex” is not defined', ['phrase(zorbex)', 'is', 'not', 'defined']],
  ])('only rank in %s', (query, wanted) => {
    expect(cut(query)).toEqual(wanted);
  });

  it.each([
    '{"name":"zorbex","version":"1"}',
    '"name": {',
    'File "src/load.py", line 2, in load_zorbex',
    'a disk of 5.25" in size',
    "don't won't can't",
    'print("x")',
    '"big.ts", line 12',
  ])('are text in %s', (query) => {
    expect(cut(query)).toEqual(text(query));
  });
});

describe('text of several lines', () => {
  it.each([
    ['--- a/x.ts\n+++ b/x.ts\n-"foo"\n+/bar/', text('--- a/x.ts +++ b/x.ts -"foo" +/bar/')],
    ['apiVersion: v1\nkind:Pod\nlang:xx y', text('apiVersion: v1 kind:Pod lang:xx y')],
    ['"one"\r\nOR\r\n"two"', ['"one"', 'OR', '"two"']],
    ['a trace\n  at x path:src -lang:go', [...text('a trace at x'), 'FILTER(path=src)', '-FILTER(lang=go)']],
  ])('is text but for filters at its end: %j', (query, wanted) => {
    expect(cut(query)).toEqual(wanted);
  });

  it('is not seen in line breaks around a line', () => {
    expect(cut('\n"exact"\n')).toEqual(['PHRASE(exact)']);
  });
});

describe('lex', () => {
  const pieces = [
    '"',
    "'",
    '-',
    '/',
    ':',
    ' ',
    '\n',
    'OR',
    ' OR ',
    'lang:',
    'path:*[',
    '\\',
    '(',
    '/a/',
    '“',
    '”',
    '=',
    '[',
    'file:///',
  ];

  it('accounts for every character of any text, in order', () => {
    assert(
      property(array(oneof(string({ unit: 'grapheme' }), constantFrom(...pieces)), { maxLength: 14 }), (parts) => {
        const query = parts.join('');
        let at = 0;
        for (const { start, end } of lex(query).tokens) {
          expect(query.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(query.slice(at).trim()).toBe('');
        for (const { start, end } of lex(query).problems)
          expect(0 <= start && start <= end && end <= query.length).toBe(true);
      }),
    );
  });

  it('reads a very long text in linear time', () => {
    for (const piece of ['/a ', '"x ', '"x" ', 'lang:"', '-/', '[/', '\\/', 'a\n']) {
      expect(lex(piece.repeat(20_000)).tokens.length).toBeGreaterThan(0);
    }
  });
});
