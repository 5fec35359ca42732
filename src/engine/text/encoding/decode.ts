import { isUtf8 } from 'node:buffer';
import { declaredEncoding, decoderFor } from './declared.ts';
import { guessEncoding } from './guess.ts';
import { decodeWide, wideEncodingOf, type WideEncoding } from './wide.ts';

export interface DecodedText {
  /** Without byte-order mark. */
  readonly text: string;
  /** Lower case, as the Encoding Standard names it: `utf-8`, `shift_jis`, `windows-1251`; also `utf-32le`. */
  readonly encoding: string;
  /** How it is known: `told` by a mark, a declaration or the person, `seen` since the bytes are valid in it, `guessed` from its letters. */
  readonly known: 'told' | 'seen' | 'guessed';
}

export interface DecodeHints {
  /** What `.gitattributes` says of the file: `working-tree-encoding`. */
  readonly workingTreeEncoding?: string;
}

/** Bytes looked at to tell binary from text, as many as git looks at. */
const probeBytes = 8000;
/** Share of control characters above which bytes that are no UTF-8 are no text in an older encoding either. */
const controlShare = 0.01;
/** Share of characters that may be none in a text of a known encoding. */
const brokenShare = 0.02;

/** Whether bytes are no text: zero bytes at their head, though they are in no wide encoding. */
export const isBinary = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, probeBytes).includes(0) && wideEncodingOf(bytes) === null;

/**
 * Text of a file's bytes; null when it is text in no known encoding. The one decoder of what is indexed, shown and compared. In order: what
 * git's attributes say, marks of byte order, UTF-16 and UTF-32 without mark, UTF-8, what the file declares, UTF-8 with a few bytes that
 * are none (each becomes U+FFFD), and else a guess.
 */
export async function decodeText(bytes: Uint8Array, hints: DecodeHints = {}): Promise<DecodedText | null> {
  const sure = decodeSure(bytes, hints);
  if (sure !== 'guess') return sure;
  if (!looksLikeText(bytes)) return null;
  const encoding = await guessEncoding(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding, known: 'guessed' };
}

/** As `decodeText` where nothing has to be guessed: `guess` says that the letters themselves have to tell. */
export function decodeSure(bytes: Uint8Array, hints: DecodeHints = {}): DecodedText | null | 'guess' {
  const told = hints.workingTreeEncoding === undefined ? null : decoderFor(hints.workingTreeEncoding);
  const asTold = told === null ? null : decodeAs(bytes, told);
  if (asTold !== null) return asTold;
  const wide = wideEncodingOf(bytes);
  if (wide !== null) return decodeWideText(bytes, wide);
  if (isUtf8(bytes)) {
    if (isIso2022Jp(bytes)) return decodeAs(bytes, 'iso-2022-jp', 'seen');
    return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8', known: 'seen' };
  }
  const declared = declaredEncoding(bytes);
  if (declared !== null && declared !== 'utf-8') {
    const text = decodeAs(bytes, declared);
    if (text !== null) return text;
  }
  return decodeBrokenUtf8(bytes, declared === 'utf-8' ? 'told' : 'seen') ?? 'guess';
}

function decodeWideText(bytes: Uint8Array, encoding: WideEncoding): DecodedText | null {
  const text = decodeWide(bytes, encoding);
  return brokenIn(text) <= Math.max(1, text.length * brokenShare) ? { text, encoding, known: 'seen' } : null;
}

/** Null when too much of it is no character of that encoding. */
function decodeAs(bytes: Uint8Array, encoding: string, known: DecodedText['known'] = 'told'): DecodedText | null {
  if (encoding.startsWith('utf-16') || encoding.startsWith('utf-32')) {
    const wide = wideEncodingOf(bytes) ?? (encoding.endsWith('e') ? encoding : `${encoding}be`);
    return isWide(wide) ? { text: decodeWide(bytes, wide), encoding: wide, known } : null;
  }
  const text = new TextDecoder(encoding).decode(bytes);
  return brokenIn(text) <= Math.max(1, text.length * brokenShare) ? { text, encoding, known } : null;
}

const isWide = (name: string): name is WideEncoding => /^utf-(?:16|32)[lb]e$/.test(name);

/**
 * UTF-8 but for some bytes: where bytes beyond ASCII stand together, most such runs are valid throughout, or the valid letters outweigh
 * the rest. Two bytes of another encoding may be a letter of UTF-8 by accident, three hardly ever.
 */
function decodeBrokenUtf8(bytes: Uint8Array, known: DecodedText['known']): DecodedText | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let whole = 0;
  let weight = 0;
  // oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
  for (const [run] of text.matchAll(/[^\0-\x7f]+/g)) {
    const faults = brokenIn(run);
    broken += faults;
    if (faults === 0) whole += run.length;
    for (const character of run) if (character !== '\ufffd') weight += character < '\u0800' ? 1 : 3;
  }
  const isMostly = (whole > 0 && whole >= broken) || weight >= broken * 4;
  return isMostly && looksLikeText(bytes) ? { text, encoding: 'utf-8', known } : null;
}

const brokenIn = (text: string): number => text.split('\ufffd').length - 1;

/** Switches to Japanese and back, in seven bits. */
function isIso2022Jp(bytes: Uint8Array): boolean {
  if (!bytes.includes(0x1b)) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 100_000)).toString('latin1');
  // oxlint-disable-next-line no-control-regex -- escapes are how it switches
  return /\x1b\$(?:[@B]|\([DOQ])[\x21-\x7e]{2,}\x1b\([BJ]/.test(text);
}

/** How a text was decoded, in words; null for UTF-8 without a fault, which is nothing to tell. */
export function describeDecoding({ text, encoding, known }: DecodedText): string | null {
  const name = encoding
    .toUpperCase()
    .replace('SHIFT_JIS', 'Shift_JIS')
    .replace('WINDOWS', 'Windows')
    .replace('BIG5', 'Big5');
  if (encoding !== 'utf-8') return `decoded as ${name}${known === 'guessed' ? ', a guess' : ''}`;
  const broken = text.includes('\ufffd') ? brokenIn(text) : 0;
  return broken === 0 ? null : `decoded as UTF-8 but for ${broken === 1 ? 'one character' : `${broken} characters`}`;
}

function looksLikeText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    // Tab, LF, FF, CR and ESC occur in texts.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls += 1;
    else if (byte === 127) controls += 1;
  }
  return controls <= bytes.length * controlShare;
}
