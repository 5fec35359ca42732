import { describe, expect, it } from 'vitest';
import { decodeText, describeDecoding, isBinary } from '../../../../src/engine/text/encoding/index.ts';
import { encoderOf } from '../../../helpers/encoder.ts';

const bytes = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const utf32 = (text: string, littleEndian: boolean): Buffer => {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const buffer = Buffer.alloc(points.length * 4);
  points.forEach((point, i) =>
    littleEndian ? buffer.writeUInt32LE(point, i * 4) : buffer.writeUInt32BE(point, i * 4),
  );
  return buffer;
};

const code = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';
const mixed = 'größe = 1; // ✓ 注释\n';

describe('decodeText', () => {
  it.each([
    ['UTF-8', bytes(mixed), mixed, 'utf-8'],
    ['UTF-8 with a mark', bytes([0xef, 0xbb, 0xbf], mixed), mixed, 'utf-8'],
    ['UTF-16LE with a mark', bytes([0xff, 0xfe], [...Buffer.from(mixed, 'utf16le')]), mixed, 'utf-16le'],
    ['UTF-16BE with a mark', bytes([0xfe, 0xff], [...swapped(mixed)]), mixed, 'utf-16be'],
    ['UTF-16LE without', Buffer.from(code, 'utf16le'), code, 'utf-16le'],
    ['UTF-16BE without', swapped(code), code, 'utf-16be'],
    [
      'Chinese UTF-16LE without',
      Buffer.from('// 计算订单总价，然后返回\n// 如果没有订单，返回零。\n', 'utf16le'),
      '// 计算订单总价，然后返回\n// 如果没有订单，返回零。\n',
      'utf-16le',
    ],
    ['UTF-32LE with a mark', utf32(`\ufeff${mixed}😀`, true), `${mixed}😀`, 'utf-32le'],
    ['UTF-32BE with a mark', utf32(`\ufeff${mixed}`, false), mixed, 'utf-32be'],
    ['UTF-32LE without', utf32(code, true), code, 'utf-32le'],
    ['UTF-32BE without', utf32(code, false), code, 'utf-32be'],
    [
      'UTF-16 with half a pair',
      bytes([0xff, 0xfe], [...Buffer.from('abc\ud800def\n', 'utf16le')]),
      'abc\ufffddef\n',
      'utf-16le',
    ],
    [
      'UTF-16 with an odd end',
      bytes([0xff, 0xfe], [...Buffer.from('abc\n', 'utf16le')], [0x41]),
      'abc\n\ufffd',
      'utf-16le',
    ],
    [
      'ISO-2022-JP',
      bytes('// ', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], '\n'),
      '// 日本\n',
      'iso-2022-jp',
    ],
  ])('reads %s', async (_, data, text, encoding) => {
    expect(isBinary(data)).toBe(false);
    expect(await decodeText(data)).toMatchObject({ text, encoding });
  });

  it.each([
    [
      'in a word',
      bytes('# café\ndef a():\n    """na', [0xef], 've déjà vu"""\n# 中文注释\n'),
      /café[^]*na\ufffdve déjà vu[^]*中文注释/,
    ],
    ['at the end', bytes('# déjà vu\n', [0xe9]), /^# déjà vu\n\ufffd$/],
    ['at the start', bytes([0xff], 'déjà 中文\n'), /^\ufffddéjà 中文\n$/],
    ['a letter cut in two', bytes('中文', [0xe4, 0xb8], '\n注释\n'), /^中文\ufffd\n注释\n$/],
  ])('changes one letter for one bad byte %s', async (_, data, expected) => {
    const decoded = await decodeText(data);
    expect(decoded?.encoding).toBe('utf-8');
    expect(decoded?.text).toMatch(expected);
    expect(decoded && describeDecoding(decoded)).toBe('decoded as UTF-8 but for one character');
  });

  it('refuses what is text in no encoding', async () => {
    expect(await decodeText(bytes([0xc3, 0x28, 1, 2, 3, 4, 5, 6, 0x80]))).toBeNull();
    expect(await decodeText(bytes([0xff, 0xfe], [...Buffer.from('\ud800a\ud800\ud800', 'utf16le')]))).toBeNull();
    for (const binary of [
      bytes('PK', [0, 1]),
      bytes('\u007fELF', [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0]),
      bytes([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0]),
    ]) {
      expect(isBinary(binary)).toBe(true);
    }
    expect(isBinary(bytes(code))).toBe(false);
  });
});

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('declared encodings', () => {
  const cyrillic = encoderOf('koi8-r');
  it.each([
    ['PEP 263', '# -*- coding: koi8-r -*-\n'],
    ['PEP 263 in the second line', '#!/usr/bin/python\n# coding=koi8_r\n'.replace('_', '-')],
    ['Emacs with line ends', '// -*- mode: c; coding: koi8-r-unix -*-\n'],
    ['Vim', '/* vim: set fileencoding=koi8-r : */\n'],
    ['Ruby', '# encoding: koi8-r\n'],
    ['XML', '<?xml version="1.0" encoding="KOI8-R"?>\n'],
    ['HTML', '<html><head><meta charset=koi8-r></head>\n'],
    ['old HTML', '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">\n'],
    ['CSS', '@charset "koi8-r";\n'],
    ['gettext', 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=KOI8-R\\n"\n'],
    ['LaTeX', '\\documentclass{article}\n\\usepackage[koi8-r]{inputenc}\n'],
  ])('are read from %s', async (_, head) => {
    // Letters that a guess would take for another alphabet.
    expect(await decodeText(bytes([...latin1(head)], [...cyrillic('ё')], '\n'))).toEqual({
      text: `${head}ё\n`,
      encoding: 'koi8-r',
      known: 'told',
    });
  });

  it('are read from the end, from git attributes, and not believed against the bytes', async () => {
    const tail = '/* Local Variables: */\n/* coding: koi8-r */\n/* End: */\n';
    expect(await decodeText(bytes('int a;\n', [...cyrillic('ё')], '\n', tail))).toMatchObject({ encoding: 'koi8-r' });
    const plain = Buffer.from('a\n', 'utf16le');
    expect(await decodeText(plain, { workingTreeEncoding: 'UTF-16LE-BOM' })).toMatchObject({ text: 'a\n' });
    expect(await decodeText(plain, { workingTreeEncoding: 'UTF-16LE' })).toMatchObject({ text: 'a\n', known: 'told' });
    expect(await decodeText(latin1('é'), { workingTreeEncoding: 'nonsense' })).toMatchObject({ text: 'é' });
    expect(await decodeText(bytes('# coding: latin-1\n# café 中文\n'))).toMatchObject({ encoding: 'utf-8' });
    expect(await decodeText(latin1('# coding: utf-8\n# Größe\n'))).toMatchObject({
      text: '# coding: utf-8\n# Größe\n',
    });
    expect(await decodeText(latin1('# coding: klingon\n# Größe\n'))).toMatchObject({ encoding: 'windows-1252' });
  });
});

const guesses: Readonly<Record<string, readonly string[]>> = {
  gb18030: ['计算订单总价，然后返回给调用者。', '用户登录', '配置文件路径', '错误'],
  big5: ['計算訂單總價，然後傳回給呼叫者。', '使用者登入', '設定檔'],
  shift_jis: ['在庫を数える関数です。', 'テスト', 'エラー', '設定ファイルを読む', '日本語'],
  'euc-jp': ['在庫を数える関数です。', 'テスト', '設定ファイルを読む'],
  'euc-kr': ['재고를 세는 함수입니다.', '오류', '설정 파일'],
  'windows-1251': ['Считает остаток товара на складе', 'Ошибка', 'функция'],
  'koi8-r': ['Считает остаток товара на складе', 'Ошибка', 'функция'],
  ibm866: ['Считает остаток товара на складе', 'Ошибка чтения файла'],
  'windows-1252': [
    'Größe',
    'café déjà vu',
    'naïve',
    '“quoted” — dash',
    'año niño',
    '© 2004',
    '100 µs',
    '20°C',
    'São Paulo',
    '1 ½',
  ],
  'windows-1250': ['Příliš žluťoučký kůň', 'zażółć gęślą jaźń', 'soubor není čitelný', 'Błąd odczytu pliku'],
  'iso-8859-2': ['Příliš žluťoučký kůň', 'Błąd odczytu pliku'],
  'windows-1253': ['Υπολογίζει το άθροισμα των τιμών'],
  'windows-1254': ['Dosyayı açarken bir hata oluştu, şifre yanlış'],
  'windows-1255': ['חישוב סכום ההזמנה'],
};

const around = (comment: string): string => `#include <stdio.h>\n// ${comment}\nint main(void) {\n  return 1;\n}\n`;

describe('guessed encodings', () => {
  it.each(Object.entries(guesses))('of comments in %s', async (encoding, comments) => {
    const encode = encoderOf(encoding);
    const wrong = await Promise.all(
      comments.map(async (comment) => {
        const text = around(comment);
        const decoded = await decodeText(encode(text));
        return decoded?.text === text ? null : `${comment}: ${decoded?.encoding}`;
      }),
    );
    expect(wrong.filter((each) => each !== null)).toEqual([]);
  });

  it('are said', async () => {
    const decoded = await decodeText(encoderOf('shift_jis')('// 在庫を数える関数です。\n'));
    expect(decoded && describeDecoding(decoded)).toBe('decoded as Shift_JIS, a guess');
    const plain = await decodeText(bytes(code));
    expect(plain && describeDecoding(plain)).toBeNull();
  });
});
