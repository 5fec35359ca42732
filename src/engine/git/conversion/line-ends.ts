/** What git counts of a file to tell text from binary and to find line ends. */
export interface TextStatistics {
  readonly crlf: number;
  /** CRs that no LF follows. */
  readonly loneCr: number;
  readonly isBinary: boolean;
}

const [tab, lf, cr, escape, formFeed, backspace, endOfFile] = [9, 10, 13, 27, 12, 8, 26];
const printableControls = new Set([tab, escape, formFeed, backspace]);

/** As git does (convert.c): a lone CR, a zero byte, or more than one in 128 bytes that does not print make a file binary. */
export function textStatistics(bytes: Buffer): TextStatistics {
  let crlf = 0;
  let loneCr = 0;
  let zeros = 0;
  let printable = 0;
  let other = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === cr) {
      if (bytes[at + 1] === lf) {
        crlf += 1;
        at += 1;
      } else loneCr += 1;
    } else if (byte === lf) continue;
    else if (byte >= 32 && byte !== 127) printable += 1;
    else if (printableControls.has(byte)) printable += 1;
    else {
      if (byte === 0) zeros += 1;
      other += 1;
    }
  }
  // A file may end in the mark that CP/M put there.
  if (bytes.at(-1) === endOfFile) other -= 1;
  return { crlf, loneCr, isBinary: loneCr > 0 || zeros > 0 || printable >> 7 < other };
}

/** Each CRLF as LF; lone CRs stay. */
export function withoutCrlf(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let from = 0;
  for (let at = bytes.indexOf('\r\n'); at >= 0; at = bytes.indexOf('\r\n', from)) {
    length += bytes.copy(result, length, from, at);
    from = at + 1;
  }
  length += bytes.copy(result, length, from);
  return result.subarray(0, length);
}
