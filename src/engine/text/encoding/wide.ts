/** Encodings of two or four bytes per unit. */
export type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Bytes looked at. */
const probeBytes = 4096;
/** Shorter texts say too little. */
const leastBytes = 8;
/** Share of characters that people write, from which on bytes without a mark count as text. */
const plausibleShare = 0.98;

/** Which wide encoding the bytes are in, by their mark or by what they would say; null when in none. */
export function wideEncodingOf(bytes: Uint8Array): WideEncoding | null {
  return markedEncoding(bytes) ?? unmarkedEncoding(bytes);
}

function markedEncoding(bytes: Uint8Array): WideEncoding | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length >= 4 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'utf-32be' : null;
}

/** Without a mark: line ends, blanks and brackets are zero in all bytes but one, and the rest are letters. */
function unmarkedEncoding(bytes: Uint8Array): WideEncoding | null {
  const probe = bytes.subarray(0, Math.min(bytes.length, probeBytes) & ~3);
  const short = bytes.subarray(0, Math.min(bytes.length, probeBytes) & ~1);
  if (bytes.length < leastBytes || !short.includes(0)) return null;
  if (bytes.length % 4 === 0) {
    const wide = (['utf-32le', 'utf-32be'] as const).find((encoding) => isPlausible(unitsOf32(probe, encoding)));
    if (wide !== undefined) return wide;
  }
  if (bytes.length % 2 !== 0) return null;
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => isPlausible(unitsOf16(short, encoding))) ?? null;
}

function unitsOf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): number[] {
  const high = encoding === 'utf-16le' ? 1 : 0;
  const units: number[] = [];
  for (let i = 0; i < bytes.length; i += 2) units.push(((bytes[i + high] ?? 0) << 8) | (bytes[i + 1 - high] ?? 0));
  return units;
}

function unitsOf32(bytes: Uint8Array, encoding: 'utf-32le' | 'utf-32be'): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units: number[] = [];
  for (let i = 0; i + 4 <= bytes.length; i += 4) units.push(view.getUint32(i, encoding === 'utf-32le'));
  return units;
}

function isPlausible(units: readonly number[]): boolean {
  let plausible = 0;
  let ascii = 0;
  for (const unit of units) {
    if (unit === 9 || unit === 10 || unit === 13 || (unit >= 32 && unit < 127)) ascii += 1;
    else if (isLetterBlock(unit)) plausible += 1;
  }
  // Short texts have to be nearly ASCII: a few pairs of any bytes may look Chinese.
  const enough = units.length >= 24 ? ascii * 50 >= units.length : ascii * 2 >= units.length;
  return ascii > 0 && enough && ascii + plausible >= units.length * plausibleShare;
}

/** Blocks of scripts that texts are written in: Latin, Greek, Cyrillic, Hebrew, Arabic, Thai, punctuation, kana, Han, Hangul, full width, pairs. */
const letterBlocks: readonly (readonly [from: number, to: number])[] = [
  [0xa0, 0x17f],
  [0x370, 0x52f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x2010, 0x206f],
  [0x20a0, 0x20bf],
  [0x2190, 0x22ff],
  [0x2500, 0x257f],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xff00, 0xffef],
  [0x1f300, 0x1faff],
];
const isLetterBlock = (unit: number): boolean => letterBlocks.some(([from, to]) => unit >= from && unit <= to);

/** The text of bytes in a wide encoding, without its mark; what is no character becomes U+FFFD. */
export function decodeWide(bytes: Uint8Array, encoding: WideEncoding): string {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return new TextDecoder(encoding).decode(bytes);
  const pieces: string[] = [];
  // Many arguments at once overflow the stack.
  for (let at = 0; at < bytes.length; at += 16_384) {
    const points = unitsOf32(bytes.subarray(at, Math.min(bytes.length, at + 16_384)), encoding);
    pieces.push(String.fromCodePoint(...points.map((point) => (isCodePoint(point) ? point : 0xfffd))));
  }
  const text = pieces.join('') + (bytes.length % 4 === 0 ? '' : '\ufffd');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

const isCodePoint = (point: number): boolean => point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
