const letters: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** A path as git prints it where it has no NUL-separated form: quoted like a C string when it holds odd bytes. Input is binary. */
export function unquotePath(text: string): string {
  if (!text.startsWith('"') || !text.endsWith('"')) return Buffer.from(text, 'latin1').toString('utf8');
  const bytes: number[] = [];
  for (let at = 1; at < text.length - 1; at += 1) {
    if (text.charAt(at) !== '\\') {
      bytes.push(text.charCodeAt(at));
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal === undefined) {
      bytes.push(letters[text.charAt(at + 1)] ?? text.charCodeAt(at + 1));
      at += 1;
    } else {
      bytes.push(Number.parseInt(octal, 8));
      at += 3;
    }
  }
  return Buffer.from(bytes).toString('utf8');
}
