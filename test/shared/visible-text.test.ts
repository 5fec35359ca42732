import { assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasHidden, visibleText } from '../../src/shared/visible-text.ts';

const steers =
  // oxlint-disable-next-line no-control-regex -- they are what must not be left
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u00ad\u115f\u1160\u3164\uffa0\u180e]|\p{Cs}/u;

describe('visibleText', () => {
  it.each([
    ['a\nb', String.raw`a\nb`],
    ['a\tb', String.raw`a\tb`],
    ['a\r', String.raw`a\r`],
    ['\u001b]0;PWNED\u0007', String.raw`\x1b]0;PWNED\x07`],
    ['\u009b31m', String.raw`\x9b31m`],
    ['\u007f\u0000', String.raw`\x7f\x00`],
    ['invoice\u202egnp.py', String.raw`invoice\u{202e}gnp.py`],
    ['\u2066a\u2069', String.raw`\u{2066}a\u{2069}`],
    ['a\u200eb\u200f\u061c', String.raw`a\u{200e}b\u{200f}\u{061c}`],
    ['pass\u200bword', String.raw`pass\u{200b}word`],
    ['\ufeffstart', String.raw`\u{feff}start`],
    ['a\u2028b\u2029', String.raw`a\u{2028}b\u{2029}`],
    ['a\u{e0041}\u{e007f}', String.raw`a\u{e0041}\u{e007f}`],
    ['is\u200dAdmin', String.raw`is\u{200d}Admin`],
    ['a\ufe0f', String.raw`a\u{fe0f}`],
    ['\u{1f600}\ufe01\ufe02', `\u{1f600}\ufe01${String.raw`\u{fe02}`}`],
    ['x\ud800y', String.raw`x\u{d800}y`],
    ['soft\u00adhyphen', String.raw`soft\xadhyphen`],
    ['\u3164', String.raw`\u{3164}`],
  ])('shows what steers or hides: %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
    expect(hasHidden(text.replaceAll(/[\t\n]/g, ''))).toBe(!/^a[\t\n]b$/.test(text));
  });

  it.each([
    'plain',
    'naïve Größe café e\u0301',
    '日本語 한국어 ไทย',
    'שלום עולם',
    'نمی\u200cخواهم', // a joiner inside a Persian word
    'क्\u200dष', // and inside a Hindi one
    '👨\u200d👩\u200d👧', // a family
    '❤️ 1️⃣', // selectors behind signs that have variants
    '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', // the flag of England
    '葛\u{e0100}', // a variant of a Han sign
    'ᠠ\u180b', // and of a Mongolian letter
  ])('leaves alone what people write: %s', (text) => expect(visibleText(text)).toBe(text));

  it('keeps tabs and line feeds where they are asked for, and nothing else', () => {
    expect(visibleText('\ta\r\n\u001b', { tabs: true })).toBe(String.raw`${'\t'}a\r\n\x1b`);
    expect(visibleText('a\n\tb\u202e', { tabs: true, lines: true })).toBe(`a\n\tb${String.raw`\u{202e}`}`);
  });

  it('leaves nothing that steers, whatever it is given', () => {
    const nasty = constantFrom(...'\u001b\u009b\n\t\u202e\u2066\u200b\ufeff\ud800\udc00\u{e0041}\u2028a😀'.split(''));
    assert(
      property(oneof(string({ unit: 'binary' }), string({ unit: nasty })), (text) => {
        expect(steers.test(visibleText(text))).toBe(false);
      }),
    );
  });
});
