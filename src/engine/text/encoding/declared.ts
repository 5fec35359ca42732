/** Characters of a file's head and tail in which declarations are looked for. */
const headLength = 2048;
const tailLength = 3000;
/** Lines at the head that count for Python, Ruby and Emacs, and for Vim. */
const headLines = 3;

/**
 * The encoding that a file says it is in, as the name of a decoder; null when it says none or one that is unknown. Read: PEP 263, Ruby and
 * Emacs `coding:`, Vim `fileencoding=`, XML, HTML, CSS `@charset`, gettext headers, LaTeX `inputenc`. `bytes` are of any encoding that
 * holds ASCII.
 */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headLength)).toString('latin1');
  const first = head.split(/\r\n|\n|\r/, headLines).join('\n');
  const named =
    /^[ \t\f]*(?:#|\/\/|\/\*|\*|--|;|%|"|<!--|\(\*|rem\b).*?(?:coding|encoding)[=:][ \t]*"?([-\w.]+)/im.exec(first) ??
    /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([-\w.:]+)/i.exec(head) ??
    /^\s*@charset\s+["']([-\w.:]+)/i.exec(head) ??
    /<meta\b[^>]*?\bcharset\s*=\s*["']?([-\w.:]+)/i.exec(head) ??
    /<%@\s*page\b[^>]*?charset=([-\w.:]+)/i.exec(head) ??
    /^"Content-Type:[^"\n]*charset=([-\w.:]+)/im.exec(head) ??
    /\\usepackage\[([\w-]+)\]\{inputenc\}/.exec(head) ??
    inModeLines(`${first}\n${tailOf(bytes)}`);
  return named?.[1] === undefined ? null : decoderFor(named[1]);
}

const inModeLines = (lines: string): RegExpExecArray | null =>
  /\b(?:vim?|ex):.{0,200}?\b(?:fileencoding|fenc)=([-\w.]+)/i.exec(lines) ??
  /^.{0,20}\bLocal Variables:[^]{0,800}?\bcoding:\s*([-\w.]+)/im.exec(lines);

const tailOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(Math.max(0, bytes.length - tailLength))).toString('latin1');

/** Names of other worlds (Python, Emacs, LaTeX, Windows, iconv) for what decoders know by another. */
const otherNames: Readonly<Record<string, string>> = {
  latin1: 'windows-1252',
  l1: 'windows-1252',
  ansinew: 'windows-1252',
  ansi: 'windows-1252',
  latin2: 'iso-8859-2',
  latin9: 'iso-8859-15',
  applemac: 'macintosh',
  macroman: 'macintosh',
  sjis: 'shift_jis',
  shiftjis: 'shift_jis',
  shiftjis2004: 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  mskanji: 'shift_jis',
  windows31j: 'shift_jis',
  japaneseshiftjis: 'shift_jis',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  eucjisx0213: 'euc-jp',
  japaneseiso8bit: 'euc-jp',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  ms949: 'euc-kr',
  euccn: 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  chinesegbk: 'gb18030',
  cp950: 'big5',
  big5hkscs: 'big5',
  cp866: 'ibm866',
  dos866: 'ibm866',
  koi8: 'koi8-r',
  cyrillickoi8: 'koi8-r',
  ascii: 'utf-8',
  usascii: 'utf-8',
  utf8: 'utf-8',
  utf8sig: 'utf-8',
  utf8bom: 'utf-8',
  utf8emacs: 'utf-8',
  mulesutf8: 'utf-8',
  utf16: 'utf-16',
  utf32: 'utf-32',
};

/** The name of a decoder of this runtime (or `utf-16`, `utf-32` without an order of bytes); null when there is none. */
export function decoderFor(given: string): string | null {
  const name = given.toLowerCase().replace(/[-_](?:unix|dos|mac|bom)$/, '');
  const bare = name.replaceAll(/[-_.\s]/g, '');
  const known = otherNames[bare] ?? /^(?:cp|ms|windows)?(125\d)$/.exec(bare)?.[1]?.replace(/^/, 'windows-');
  if (known !== undefined) return known;
  const wide = /^utf(16|32)(le|be)$/.exec(bare);
  if (wide !== null) return `utf-${wide[1] ?? ''}${wide[2] ?? ''}`;
  const iso = /^(?:iso|latin)?8859(\d{1,2})$/.exec(bare)?.[1];
  const asked = iso === undefined ? name : `iso-8859-${iso}`;
  try {
    return new TextDecoder(asked).encoding;
  } catch {
    return null;
  }
}
