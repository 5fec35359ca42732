import { isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1';

export interface DecodedText {
  /** Without byte-order mark. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** Share of control characters above which bytes that are no UTF-8 are no Latin-1 text either. */
const controlShare = 0.01;

/**
 * Text of a file's bytes: UTF-8 with or without mark, UTF-16 by its mark or by the pattern of its zero bytes, else Latin-1 (as
 * browsers read it, Windows-1252). Null when it is text in none of them.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const wide = utf16Of(bytes);
  if (wide !== null) return decodeUtf16(bytes, wide);
  if (isUtf8(bytes)) return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8' };
  return looksLikeLatin1(bytes) ? { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'latin-1' } : null;
}

/** Which UTF-16 the bytes are in; null when they are not. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe && !(bytes[2] === 0 && bytes[3] === 0)) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length < 8 || bytes.length % 2 !== 0) return null;
  // Without a mark: code is mostly ASCII, so nearly every second byte is zero and none of the others is.
  const probe = Math.min(bytes.length, 1024) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < probe; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  if (even === 0 && odd > probe * 0.4) return 'utf-16le';
  return odd === 0 && even > probe * 0.4 ? 'utf-16be' : null;
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}

function looksLikeLatin1(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    // Tab, LF, FF, CR and ESC occur in texts.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls += 1;
    else if (byte === 127) controls += 1;
  }
  return controls <= bytes.length * controlShare;
}
