/** A place in a file, as compilers, traces, editors, diffs and people write it. */
export interface NamedPlace {
  /** Steps from the outermost; hosts, drives and folders of another machine may be among the first. */
  readonly steps: readonly string[];
  /** 1-based; null where none is named. */
  readonly line: number | null;
  /** Name of a definition in the file, in the place of a line. */
  readonly symbol: string | null;
  /** Whether the file's name alone may tell which file is meant. */
  readonly byName: boolean;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly line: number | null;
  readonly symbol?: string | undefined;
  readonly byName?: boolean;
}

/** Longer texts are looked through up to here. */
const mostCharacters = 20_000;
/** Places of one text at most: the first of a trace tell most. */
const mostPlaces = 40;

const plain = String.raw`[^\s"'\x60<>()[\]{}|,;:*?=&\\/#]`;
/** One step of a path; brackets and parentheses are part of the names of routes. */
const step = String.raw`(?:${plain}|\[[^\]\s/\\]{1,60}\]|\([\w.-]{1,60}\)(?=[\\/])){1,200}`;
const start = String.raw`(?:[a-z][a-z+.-]{1,20}:/{1,3}(?:[A-Za-z]:[\\/]|[\w.-]+(?::\d+)?/)?|[A-Za-z]:[\\/]{1,2}|~?[\\/]{1,2})?`;
/** A path begins behind a blank or a sign that is in none; in traces of some browsers behind `function@`. */
const path = String.raw`(?<=^|[\s"'\x60<>()[\]{}|,;*?=&]|\w@)(?<path>${start}(?:${step}[\\/]{1,2}){0,60}${step})`;
const lineWord = String.raw`[Ll](?:ines?|n\.?)[ :#]?\s?`;
/** What a line stands behind, right after a path. */
const lineBehind = [
  String.raw`(?:\?[^\s:#()]*)?:(?:L|\()?(?<colon>\d{1,7})`,
  String.raw`(?:\?[^\s#]*)?#(?:L|lines-|line=?)?(?<hash>\d{1,7})`,
  String.raw`(?:\?(?![^\s#]{0,80}path=)[^\s#]{0,80}?\b|[&,;]\s?)line=(?<query>\d{1,7})`,
  String.raw`\?L(?<address>\d{1,7})`,
  String.raw`(?<=\.\w{1,10})\s(?<pair>\d{1,7}):\d{1,7}\b`,
  String.raw`\s?\((?:${lineWord})?(?<brackets>\d{1,7})(?:[,:;][\d\s,:-]*)?\)`,
  String.raw`[,:]?\s{1,3}(?:at|on|in|@)?\s?${lineWord}(?<word>\d{1,7})\b`,
  String.raw`:${lineWord}(?<net>\d{1,7})\b`,
  String.raw`[,:]?\s{1,2}L(?<letter>\d{1,7})\b`,
  String.raw`[|+@](?<sign>\d{1,7})\b`,
].join('|');

/** The same behind a path in quotes, which may hold blanks. */
const quotedLine = String.raw`(?::(?<colon>\d{1,7})|,?\s{1,3}(?:at |on |in )?${lineWord}(?<word>\d{1,7})|\s?\((?<brackets>\d{1,7})\b)`;

/** The same as members of an object. */
const memberLine = String.raw`,?\s{0,3}["']?(?:[Ss]tart_?)?[Ll]ine(?:_?[Nn]umber|no)?["']?\s?[:=]\s?(?<member>\d{1,7})`;

const patterns: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\w)["'\x60](?<path>[^"'\x60\n]{1,400})["'\x60](?:${quotedLine}|${memberLine})`, 'g'),
  new RegExp(
    String.raw`\b(?:[Ll]ines? |L)(?<line>\d{1,7})(?:\s?[-–]\s?L?\d+)? (?:of|in|at|from) (?:file )?["'\x60]?${path}`,
    'g',
  ),
  new RegExp(`${path}(?:${lineBehind})`, 'g'),
  new RegExp(String.raw`(?<=^|\s)\+(?<line>\d{1,7}) ${path}`, 'g'),
  new RegExp(String.raw`${path}::(?<symbol>[\p{L}_][\p{L}\p{N}_]*(?:::[\p{L}_][\p{L}\p{N}_]*)*)`, 'gu'),
];

/** `com.shop.Order.total(Order.java:12)`: the file lies in the folder of its package. */
const javaFrame =
  /(?<qualified>[\p{L}_$][\p{L}\p{N}_$./]*)\((?<file>[\p{L}\p{N}_$-]{1,100}\.\w{1,10}):(?<line>\d{1,7})\)/gu;
/** A file's head in a unified diff, or one of its hunks. */
const diffPart =
  /(?:^|\s)(?:\+\+\+ (?:b\/)?(?<path>[^\s\t]+)|--- (?:a\/)?(?<old>[^\s\t]+)|@@ -\d+(?:,\d+)? \+(?<line>\d{1,7})(?:,\d+)? @@)/g;
/** A file on a line of its own, and below it lines that begin with their number: ripgrep, eslint. */
const heading = /^(?<path>[^\s:"'<>|*?][^\n:"'<>|*?]{0,300}\.\w{1,10})\r?\n(?=\s{0,4}\d{1,7}[:\-\t ])/gm;
const numbered = /^\s{0,4}(?<line>\d{1,7})[:\t ]/gm;

/** What terminals colour texts with. */
// oxlint-disable-next-line no-control-regex -- escapes begin with it
const colours = /\x1b\[[\d;:]{0,40}[mK]/g;

/** The places that a text names, in its order. Which of them are in an index is another question. */
export function placesIn(text: string): NamedPlace[] {
  const read = text.slice(0, mostCharacters).replaceAll(colours, '');
  const found = [...diffPlaces(read), ...javaPlaces(read), ...headedPlaces(read), ...plainPlaces(read)];
  const whole = wholePath(read);
  if (found.length === 0 && whole !== null) found.push(whole);
  const places: NamedPlace[] = [];
  const taken: Found[] = [];
  for (const each of found) {
    if (taken.some((other) => each.start < other.end && other.start < each.end)) continue;
    taken.push(each);
    if (taken.length >= mostPlaces * 2) break;
  }
  for (const { path, line, symbol, byName } of taken.toSorted((a, b) => a.start - b.start)) {
    const steps = stepsOf(path);
    if (/\p{L}/u.test(steps.at(-1) ?? ''))
      places.push({ steps, line, symbol: symbol ?? null, byName: byName ?? steps.length === 1 });
  }
  const spaced = spacedPath.exec(read.trim())?.groups;
  if (spaced?.['path'] !== undefined)
    places.push({ steps: stepsOf(spaced['path']), line: Number(spaced['line']), symbol: null, byName: false });
  return places.slice(0, mostPlaces);
}

/** A text that is a path with blanks and its line, as a whole. */
const spacedPath =
  /^(?<path>[^\s:"'<>|*?][^\n:"'<>|*?]{0,300} [^\n:"'<>|*?]{0,300}\.\w{1,10}):(?<line>\d{1,7})(?::\d{1,7})?:?$/;

function plainPlaces(text: string): Found[] {
  const found: Found[] = [];
  for (const pattern of patterns) {
    for (const { 0: all, index, groups = {} } of text.matchAll(pattern)) {
      const { path, symbol, ...lines } = groups;
      const line = Object.values(lines).find((value) => value !== undefined);
      // Without a dot or a slash, `line 2 in total` names a function.
      if (path === undefined || ('line' in lines && !/[./\\]/.test(path))) continue;
      found.push({
        start: index,
        end: index + all.length,
        path,
        line: line === undefined ? null : Number(line),
        symbol: symbol?.split('::').at(-1),
      });
    }
  }
  return found;
}

function javaPlaces(text: string): Found[] {
  return Array.from(text.matchAll(javaFrame), ({ 0: all, index, groups = {} }) => {
    const { qualified = '', file = '', line } = groups;
    // Class and method are the last two; what stands before a slash is a loader or module.
    const folders = qualified
      .slice(qualified.lastIndexOf('/') + 1)
      .split('.')
      .slice(0, -2);
    return {
      start: index,
      end: index + all.length,
      path: [...folders, file].join('/'),
      line: Number(line),
      byName: !/^(?:javax?|jdk|sun|kotlinx?|scala|android)$/.test(folders[0] ?? ''),
    };
  });
}

function diffPlaces(text: string): Found[] {
  const found: Found[] = [];
  let file: Found | null = null;
  for (const { 0: all, index, groups = {} } of text.matchAll(diffPart)) {
    const { path, old, line } = groups;
    const place = { start: index, end: index + all.length };
    if (line === undefined) {
      const named = path ?? old ?? '';
      if (named === '/dev/null') continue;
      // Of a file without hunks the head is all there is.
      if (file !== null && path === undefined && found.at(-1)?.path !== file.path) found.push(file);
      file = { ...place, path: named, line: null, byName: true };
    } else if (file !== null) {
      found.push({ ...file, ...place, line: Number(line) + contextBefore(text.slice(place.end)) });
    }
  }
  if (file !== null && found.at(-1)?.path !== file.path) found.push(file);
  return found;
}

/** Lines of a hunk before the first that was changed. */
function contextBefore(hunk: string): number {
  const lines = hunk.split('\n').slice(1, 12);
  const at = lines.findIndex((line) => /^[+-]/.test(line));
  return at > 0 && lines.slice(0, at).every((line) => line.startsWith(' ')) ? at : 0;
}

function headedPlaces(text: string): Found[] {
  const found: Found[] = [];
  for (const { 0: all, index, groups = {} } of text.matchAll(heading)) {
    const from = index + all.length;
    const block = /^(?:\s{0,4}\d{1,7}[:\-\t ][^\n]*(?:\n|$))+/.exec(text.slice(from))?.[0] ?? '';
    for (const match of block.matchAll(numbered)) {
      const at = from + match.index;
      found.push({
        start: at,
        end: at + match[0].length,
        path: groups['path'] ?? '',
        line: Number(match.groups?.['line']),
      });
    }
  }
  return found;
}

/** A query that is one path from elsewhere: absolute, of Windows, or an address. */
function wholePath(text: string): Found | null {
  const path = text.trim().replace(/^["'`<(]+|["'`>).,]+$/g, '');
  if (/\s/.test(path) || !/^(?:[A-Za-z]:[\\/]|[\\/~]|[a-z][a-z+.-]*:\/\/|[^\s\\]+\\)/.test(path)) return null;
  return { start: 0, end: text.length, path, line: null };
}

/** Steps of a path without scheme, drive, query, `.` and `..`. */
function stepsOf(path: string): string[] {
  const bare = decoded(path.replace(/[?#].*$/s, ''))
    .replace(/^[A-Za-z][A-Za-z+.-]*:\/\/+/, '')
    .replace(/^[A-Za-z]:(?=[\\/])/, '');
  const steps = bare.split(/[\\/]+/).filter((each) => each !== '' && each !== '.' && each !== '..' && each !== '~');
  return steps.map((each) => each.normalize('NFC'));
}

function decoded(path: string): string {
  if (!/%[0-9A-Fa-f]{2}/.test(path)) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
