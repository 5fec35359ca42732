/** A commit as stored. Text is decoded from the commit's own encoding. */
export interface CommitObject {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch, negative before 1970; null when it cannot be read. */
  readonly time: number | null;
  /** Offset from UTC as git writes it: `+0200`. */
  readonly zone: string;
}

/** What walking needs of a commit, found without decoding its text. */
export interface CommitLinks {
  readonly tree: string;
  readonly parents: readonly string[];
  /** Commit date, seconds since the epoch. */
  readonly time: number;
}

const newline = 10;

const treeKey = 'tree ';
const parentKey = Buffer.from('parent ');
const committerKey = Buffer.from('\ncommitter ');
const closing = 62;

/** Reads the few fields at their places: every commit of a walk goes through here. */
export function parseLinks(data: Buffer): CommitLinks {
  const treeEnd = data.indexOf(newline);
  const tree = data.toString('latin1', treeKey.length, treeEnd);
  const parents: string[] = [];
  let at = treeEnd + 1;
  while (data.compare(parentKey, 0, parentKey.length, at, at + parentKey.length) === 0) {
    const end = at + parentKey.length + tree.length;
    parents.push(data.toString('latin1', at + parentKey.length, end));
    at = end + 1;
  }
  const committer = data.indexOf(committerKey, at - 1);
  if (committer < 0) return { tree, parents, time: 0 };
  const lineEnd = data.indexOf(newline, committer + 1);
  const end = lineEnd < 0 ? data.length : lineEnd;
  const timeStart = data.lastIndexOf(closing, end) + 2;
  const time = Number.parseInt(data.toString('latin1', timeStart, end), 10);
  return { tree, parents, time: Number.isNaN(time) ? 0 : time };
}

export function parseCommit(data: Buffer): CommitObject {
  const end = headEnd(data);
  const head = data.subarray(0, end);
  const encoding = /\nencoding (\S+)/.exec(head.toString('latin1'))?.[1];
  const decode = decoderOf(encoding);
  const lines = decode(head).split('\n');
  const personOf = (key: string): Person => {
    const line = lines.find((each) => each.startsWith(key));
    return line === undefined ? nobody : parsePerson(line.slice(key.length));
  };
  const author = personOf('author ');
  const committer = personOf('committer ');
  const links = parseLinks(data);
  return { tree: links.tree, parents: links.parents, author, committer, message: decode(data.subarray(end + 2)) };
}

/** The first paragraph of a message on one line, as git's `%s` has it. */
export function summaryOf(message: string): string {
  const lines = message.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) return '';
  const paragraph: string[] = [];
  for (const line of lines.slice(first)) {
    if (line.trim() === '') break;
    paragraph.push(line.trimEnd());
  }
  return paragraph.join(' ');
}

const nobody: Person = { name: '', email: '', time: null, zone: '+0000' };

/** `Name <email> seconds zone`, forgiving odd names: the last `>` ends the email. */
export function parsePerson(text: string): Person {
  const close = text.lastIndexOf('>');
  const open = text.indexOf('<');
  if (open < 0 || close < open) return { ...nobody, name: text.trim() };
  const { time, zone } = parseTime(text);
  return { name: text.slice(0, open).trim(), email: text.slice(open + 1, close).trim(), time, zone };
}

function parseTime(line: string): { time: number | null; zone: string } {
  const match = />\s*(-?\d+)(?:\s+([+-]\d+))?\s*$/.exec(line);
  return { time: match ? Number(match[1]) : null, zone: match?.[2] ?? '+0000' };
}

/** Where the blank line that ends the header is. */
function headEnd(data: Buffer): number {
  for (let at = data.indexOf(newline); at >= 0; at = data.indexOf(newline, at + 1)) {
    if (data[at + 1] === newline) return at;
  }
  return data.length;
}

function decoderOf(encoding: string | undefined): (bytes: Buffer) => string {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return (bytes) => bytes.toString('utf8');
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return (bytes) => bytes.toString('utf8');
  }
}
