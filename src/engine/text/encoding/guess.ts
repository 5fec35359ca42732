/** Bytes of lines with letters beyond ASCII that a guess is made of. */
const guessedFrom = 24_000;

/** Encodings of East Asia: how to call them in the library, and which two bytes are characters that texts are full of. */
const eastAsian: readonly {
  readonly name: string;
  readonly called: string;
  readonly common: (a: number, b: number) => boolean;
}[] = [
  // Level 1 of GB 2312 holds the frequent hanzi; before it stand punctuation and letters.
  {
    name: 'gb18030',
    called: 'gb18030',
    common: (a, b) => b >= 0xa1 && ((a >= 0xb0 && a <= 0xd7) || a === 0xa1 || a === 0xa3),
  },
  // Kana, punctuation, level 1 of JIS X 0208.
  {
    name: 'euc-jp',
    called: 'euc-jis-2004',
    common: (a) => (a >= 0xb0 && a <= 0xcf) || a === 0xa1 || a === 0xa3 || a === 0xa4 || a === 0xa5,
  },
  {
    name: 'shift_jis',
    called: 'cp932',
    common: (a, b) => (a >= 0x88 && a <= 0x97) || a === 0x81 || (a === 0x82 && b >= 0x4f) || (a === 0x83 && b <= 0x96),
  },
  // Hangul of KS X 1001, as a whole in these rows.
  {
    name: 'euc-kr',
    called: 'cp949',
    common: (a, b) => b >= 0xa1 && ((a >= 0xb0 && a <= 0xc8) || a === 0xa1 || a === 0xa3),
  },
  { name: 'big5', called: 'big5hkscs', common: (a) => (a >= 0xa4 && a <= 0xc6) || a === 0xa1 },
];
/** Share of common characters from which on a text can be of that encoding. */
const commonShare = 0.85;

const lettersOfTheirOwn = ['windows-1251', 'koi8-r', 'koi8-u', 'cp866', 'iso-8859-5', 'windows-1253', 'iso-8859-7'];
const furtherScripts = ['windows-1255', 'windows-1256', 'cp874'];
const latin = ['windows-1252', 'windows-1250', 'iso-8859-2', 'windows-1254', 'windows-1257'];

/**
 * The encoding of bytes that are neither UTF nor declared, by what they would say in each: the structure leaves some encodings, and
 * jschardet's models choose among these. Where the letters beyond ASCII are few and far between it is Windows-1252.
 */
export async function guessEncoding(bytes: Uint8Array): Promise<string> {
  const lines = linesBeyondAscii(bytes);
  const possible = eastAsian.filter((encoding) => isPossible(lines, encoding));
  const isSparse = meanRun(lines) < 1.7;
  if (possible.length > 0) {
    if (possible.length === 1 && !isSparse) return possible[0]?.name ?? 'windows-1252';
    const best = await likeliest(lines, [
      ...possible.map(({ called }) => called),
      ...(isSparse ? latin : lettersOfTheirOwn),
    ]);
    const chosen = possible.find(({ called }) => sameName(called, best));
    if (chosen !== undefined) return chosen.name;
    // The library wants many different characters; what can be read in full as one of these is nothing else by accident.
    // Few Chinese texts are made of the rows of Hangul alone.
    const first = possible.find(({ name }) => name === (isSparse ? 'shift_jis' : 'euc-kr')) ?? possible[0];
    if (first !== undefined && (!isSparse || first.name === 'shift_jis') && countPairs(lines) >= 3) return first.name;
  }
  if (isSparse) return latinEncoding(lines);
  return toDecoder(await likeliest(lines, [...lettersOfTheirOwn, ...furtherScripts, ...latin]));
}

/** Signs inside of words are what letters of another alphabet look like. */
const isOdd = (text: string): boolean => /\p{L}[\x80-\x9f¡-©«-´¶-¹»-¿×÷]+\p{L}|[¹³¿¼¾]\p{L}/u.test(text);

/** Letters of other alphabets look like those of Windows-1252: a slight lead is no proof. */
const clearLead = 1.15;

async function latinEncoding(lines: Uint8Array): Promise<string> {
  const text = new TextDecoder('windows-1252').decode(lines);
  // oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
  const letters = new Set(text.match(/[^\0-\x7f]/g));
  const odd = isOdd(text);
  if (letters.size <= 1 && !odd) return 'windows-1252';
  const { detectAll } = await import('jschardet');
  const found = detectAll(lines, { detectEncodings: latin, minimumThreshold: 0 });
  const trust = (name: string): number => found.find(({ encoding }) => sameName(encoding ?? '', name))?.confidence ?? 0;
  const most = found[0]?.confidence ?? 0;
  if (most < trust('windows-1252') * (odd ? 1 : clearLead)) return 'windows-1252';
  const best = toDecoder(found[0]?.encoding ?? null);
  // Two that the models can't tell apart: bytes of the one are controls or signs in the other.
  const isTie = best === 'windows-1250' && trust('iso-8859-2') >= most * 0.97;
  return isTie && isOdd(new TextDecoder(best).decode(lines)) ? 'iso-8859-2' : best;
}

async function likeliest(lines: Uint8Array, detectEncodings: string[]): Promise<string> {
  const { detectAll } = await import('jschardet');
  return detectAll(lines, { detectEncodings, minimumThreshold: 0 })[0]?.encoding ?? 'windows-1252';
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
const aliases: Readonly<Record<string, string>> = {
  eucjis2004: 'eucjp',
  big5hkscs: 'big5',
  shiftjis2004: 'cp932',
  shiftjis: 'cp932',
  euckr: 'cp949',
};
const unaliased = (name: string): string => aliases[bare(name)] ?? bare(name);
const sameName = (a: string, b: string): boolean => unaliased(a) === unaliased(b);

/** The runtime's decoder for a name of the library. */
function toDecoder(name: string | null): string {
  const known = eastAsian.find(({ called }) => sameName(called, name ?? ''));
  if (known !== undefined) return known.name;
  const plain = (name ?? '').toLowerCase();
  if (plain === 'cp874') return 'windows-874';
  if (plain === 'cp866') return 'ibm866';
  try {
    return new TextDecoder(plain).encoding;
  } catch {
    return 'windows-1252';
  }
}

function isPossible(lines: Uint8Array, { name, common }: (typeof eastAsian)[number]): boolean {
  try {
    const text = new TextDecoder(name, { fatal: true }).decode(lines);
    // oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
    const runs = text.match(/[^\0-\x7f]+/g) ?? [];
    // A single character between Latin letters is an accent misread.
    if (runs.join('').length < runs.length * 1.5) return false;
  } catch {
    return false;
  }
  let pairs = 0;
  let frequent = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const byte = lines[i] ?? 0;
    if (byte < 0x80) continue;
    pairs += 1;
    // Half-width kana are bytes by themselves: they count as rare.
    if (name === 'shift_jis' && byte >= 0xa1 && byte <= 0xdf) continue;
    if (common(byte, lines[i + 1] ?? 0)) frequent += 1;
    i += 1;
  }
  return pairs > 0 && frequent >= pairs * commonShare;
}

const countPairs = (lines: Uint8Array): number => lines.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0) / 2;

/** Length of the average run of bytes beyond ASCII: accents stand alone, other scripts do not. */
function meanRun(lines: Uint8Array): number {
  let runs = 0;
  let beyond = 0;
  let before = 0;
  for (const byte of lines) {
    if (byte >= 0x80) {
      beyond += 1;
      if (before < 0x80) runs += 1;
    }
    before = byte;
  }
  return runs === 0 ? 0 : beyond / runs;
}

/** The lines that hold bytes beyond ASCII, one after another, up to a limit. */
function linesBeyondAscii(bytes: Uint8Array): Uint8Array {
  const found: Uint8Array[] = [];
  let size = 0;
  let start = 0;
  while (start < bytes.length && size < guessedFrom) {
    let end = start;
    let isBeyond = false;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) {
      if ((bytes[end] ?? 0) >= 0x80) isBeyond = true;
      end += 1;
    }
    if (isBeyond) {
      const line = bytes.subarray(start, Math.min(end + 1, start + guessedFrom));
      found.push(line);
      size += line.length;
    }
    start = end + 1;
  }
  return Buffer.concat(found);
}
