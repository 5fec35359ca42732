/** One name in a tree. Names are bytes: kept as a binary (Latin-1) string, so that any byte survives. */
export interface TreeEntry {
  readonly name: string;
  /** Octal as stored: 40000 folder, 100644 and 100755 file, 120000 symbolic link, 160000 submodule. */
  readonly mode: number;
  readonly id: string;
}

export const folderMode = 0o40000;
export const submoduleMode = 0o160000;
const formatMask = 0o170000;

/** The kind of an entry, without its permission bits: a change of it is a change of type. */
export const formatOf = (mode: number): number => mode & formatMask;

export const isFile = (mode: number): boolean => formatOf(mode) === 0o100000;

/** All entries, in git's order. */
export function parseTree(data: Buffer, hashBytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const end = data.indexOf(0, space);
    if (space < 0 || end < 0) break;
    const mode = Number.parseInt(data.toString('latin1', at, space), 8);
    const name = data.toString('latin1', space + 1, end);
    entries.push({ name, mode, id: data.toString('hex', end + 1, end + 1 + hashBytes) });
    at = end + 1 + hashBytes;
  }
  return entries;
}

/** Modes that git writes; anything else takes the slow way. */
const sixDigitModes = new Set(['100644', '100755', '120000', '160000', '100664']);
const folderDigits = '40000';

/** What `findInTree` looks for: the bytes between a name's mode and its id. */
export const treeNeedle = (name: string): Buffer => Buffer.from(` ${name}\0`, 'latin1');

/**
 * The entry of one name (given as its `treeNeedle`); null without one. Searches for the name's bytes, since folders of
 * thousands of files are looked into once per commit: an id that happens to hold them has no mode before it.
 */
export function findInTree(data: Buffer, needle: Buffer, hashBytes: number): TreeEntry | null {
  for (let at = data.indexOf(needle); at >= 0; at = data.indexOf(needle, at + 1)) {
    const digits = data.toString('latin1', Math.max(0, at - 6), at);
    const isFolder = digits.endsWith(folderDigits);
    if (!isFolder && !sixDigitModes.has(digits)) continue;
    const id = at + needle.length;
    return {
      name: needle.toString('latin1', 1, needle.length - 1),
      mode: Number.parseInt(sixDigitModes.has(digits) ? digits : folderDigits, 8),
      id: data.toString('hex', id, id + hashBytes),
    };
  }
  return null;
}

/** A path as the bytes git stores, in a binary string. */
export const toBytes = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');

/** A binary path for people: bytes that are not UTF-8 become U+FFFD. */
export const fromBytes = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');
