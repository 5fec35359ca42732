/** Sets of bytes in brackets, as git reads them in ignore files. */

type Test = (byte: number) => boolean;

const between =
  (first: number, last: number): Test =>
  (byte) =>
    byte >= first && byte <= last;
const either =
  (...tests: readonly Test[]): Test =>
  (byte) =>
    tests.some((test) => test(byte));

const [digit, upper, lowerCase] = [between(0x30, 0x39), between(0x41, 0x5a), between(0x61, 0x7a)];
const alpha = either(upper, lowerCase);
const alnum = either(alpha, digit);
const print = between(0x20, 0x7e);
const isOneOf =
  (bytes: string): Test =>
  (byte) =>
    bytes.includes(String.fromCharCode(byte));

/** ASCII, whatever the language of the system. */
const named: Readonly<Record<string, Test>> = {
  alnum,
  alpha,
  blank: isOneOf(' \t'),
  cntrl: either(between(0, 0x1f), between(0x7f, 0x7f)),
  digit,
  graph: between(0x21, 0x7e),
  lower: lowerCase,
  print,
  punct: (byte) => print(byte) && byte !== 0x20 && !alnum(byte),
  space: isOneOf(' \t\n\r'),
  upper,
  xdigit: either(digit, between(0x41, 0x46), between(0x61, 0x66)),
};

interface ByteClass {
  /** 1 for each byte that it stands for. */
  readonly members: Uint8Array;
  /** Behind its closing bracket. */
  readonly end: number;
}

/**
 * The class that begins at an opening bracket; null when none ends or it names an unknown kind, in which case the pattern matches
 * nothing. With `ignoreCase` the bytes that are asked for are in lower case.
 */
export function classAt(pattern: string, start: number, ignoreCase: boolean): ByteClass | null {
  const isNegated = pattern[start + 1] === '!' || pattern[start + 1] === '^';
  const members = new Uint8Array(256);
  const first = start + (isNegated ? 2 : 1);
  /** Where a range may begin: the member before, or none. */
  let before: number | null = null;
  for (let at = first; ;) {
    if (at >= pattern.length) return null;
    const char = pattern[at];
    if (char === ']' && at > first) {
      const final = isNegated ? members.map((member) => 1 - member) : members;
      return { members: final, end: at + 1 };
    }
    const kind = char === '[' && pattern[at + 1] === ':' ? namedAt(pattern, at) : null;
    if (kind === 'unknown') return null;
    if (kind !== null) {
      addAll(members, kind.test);
      if (ignoreCase && kind.test === upper) addAll(members, lowerCase);
      before = null;
      at = kind.end;
      continue;
    }
    const next = pattern[at + 1];
    if (char === '-' && before !== null && next !== undefined && next !== ']') {
      const last = byteAt(pattern, at + 1);
      if (last === null) return null;
      addRange(members, { first: before, last: last.byte, ignoreCase });
      before = null;
      at = last.end;
    } else {
      const member = byteAt(pattern, at);
      if (member === null) return null;
      members[member.byte] = 1;
      before = member.byte === 0 ? null : member.byte;
      at = member.end;
    }
  }
}

/** A byte, or the one that a backslash stands before; null at the end. */
function byteAt(pattern: string, at: number): { readonly byte: number; readonly end: number } | null {
  const place = pattern[at] === '\\' ? at + 1 : at;
  return place < pattern.length ? { byte: pattern.charCodeAt(place), end: place + 1 } : null;
}

/** `[:alpha:]` and the like; null where it is no such thing, and the bracket a member like any other. */
function namedAt(pattern: string, at: number): { readonly test: Test; readonly end: number } | 'unknown' | null {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return 'unknown';
  if (close === at + 2 || pattern[close - 1] !== ':') return null;
  const name = pattern.slice(at + 2, close - 1);
  const test = Object.hasOwn(named, name) ? named[name] : undefined;
  return test === undefined ? 'unknown' : { test, end: close + 1 };
}

function addAll(members: Uint8Array, test: Test): void {
  for (let byte = 0; byte < 256; byte += 1) if (test(byte)) members[byte] = 1;
}

function addRange(members: Uint8Array, range: { first: number; last: number; ignoreCase: boolean }): void {
  for (let byte = range.first; byte <= range.last; byte += 1) {
    members[byte] = 1;
    if (range.ignoreCase && upper(byte)) members[byte + 32] = 1;
  }
}
