import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { readSmallFile } from '../../files/small-file.ts';

const includeDepth = 5;
/** Files that include others fan out: nobody has as many. */
const filesAtMost = 200;

/**
 * Values of git's configuration by key, last one first asked. Read as data only: nothing that a value names is ever run.
 * Ours, since the library reads neither the person's own file nor a worktree's, nor what is included.
 */
export class GitConfig {
  readonly #values = new Map<string, string[]>();
  #filesRead = 0;
  /** Files that are there and were not read: pipes, devices, folders, and what is larger than any configuration. */
  readonly refused: string[] = [];

  /** Section and name in lower case, subsection as written: `core.autocrlf`, `remote.origin.promisor`. */
  get(key: string): string | null {
    return this.#values.get(key)?.at(-1) ?? null;
  }

  getAll(key: string): readonly string[] {
    return this.#values.get(key) ?? [];
  }

  /** True, false, or null where it is not set or not a boolean. */
  getBoolean(key: string): boolean | null {
    const value = this.get(key)?.toLowerCase();
    if (value === undefined) return null;
    if (['true', 'yes', 'on', '1', ''].includes(value)) return value !== '';
    return ['false', 'no', 'off', '0'].includes(value) ? false : null;
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  add(key: string, value: string): void {
    const all = this.#values.get(key);
    if (all) all.push(value);
    else this.#values.set(key, [value]);
  }

  /** Adds what a file holds; a file that is missing, no regular one, or larger than any configuration adds nothing. */
  addFile(file: string, depth = 0): void {
    // Links are followed, as git does: people keep their settings elsewhere.
    if (this.#filesRead >= filesAtMost) return;
    const read = readSmallFile(file, { links: 'follow' });
    if (read.state === 'refused' && read.reason !== 'unreadable') this.refused.push(file);
    if (read.state !== 'read') return;
    const text = read.bytes.toString('utf8');
    this.#filesRead += 1;
    for (const [key, value] of parseConfig(text)) {
      this.add(key, value);
      if (key === 'include.path' && depth < includeDepth) this.addFile(resolveConfigPath(value, file), depth + 1);
    }
  }
}

/** A path of a configuration file: `~/` is the home folder, a relative one starts at that file. */
export function resolveConfigPath(value: string, file: string): string {
  if (value.startsWith('~/')) return join(homedir(), value.slice(2));
  return isAbsolute(value) ? value : resolve(dirname(file), value);
}

/** The person's own configuration files, in the order in which git reads them. */
export function personalConfigFiles(environment: NodeJS.ProcessEnv = process.env): string[] {
  const chosen = environment['GIT_CONFIG_GLOBAL'];
  if (chosen !== undefined) return chosen === '' ? [] : [chosen];
  const home = environment['HOME'] ?? homedir();
  const xdg = environment['XDG_CONFIG_HOME'] || join(home, '.config');
  return [join(xdg, 'git', 'config'), join(home, '.gitconfig')];
}

/** Keys and values in file order. Lines that are not understood are passed over. */
export function parseConfig(text: string): [string, string][] {
  const found: [string, string][] = [];
  let section = '';
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    let line = lines[at] ?? '';
    while (/(^|[^\\])(\\\\)*\\$/.test(line) && at + 1 < lines.length) {
      at += 1;
      line = line.slice(0, -1) + (lines[at] ?? '');
    }
    let rest = line.trimStart();
    const header = /^\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]/.exec(rest);
    if (header) {
      const name = (header[1] ?? '').toLowerCase();
      const subsection = header[2]?.replace(/\\(.)/g, '$1');
      section = subsection === undefined ? name : `${name}.${subsection}`;
      rest = rest.slice(header[0].length).trimStart();
    }
    const pair = /^([A-Za-z][\w-]*)\s*(?:=(.*))?$/s.exec(rest.replace(/^[#;].*$/, ''));
    if (!pair || section === '') continue;
    const value = pair[2] === undefined ? 'true' : unquote(pair[2]);
    found.push([`${section}.${(pair[1] ?? '').toLowerCase()}`, value]);
  }
  return found;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '"': '"', '\\': '\\' };

/** A value without its quotes, escapes and comment; white space outside quotes is trimmed at the ends. */
function unquote(raw: string): string {
  let value = '';
  let kept = 0;
  let quoted = false;
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character === '"') {
      quoted = !quoted;
      kept = value.length;
    } else if (character === '\\') {
      at += 1;
      value += escapes[raw.charAt(at)] ?? '';
      kept = value.length;
    } else if (!quoted && (character === '#' || character === ';')) {
      break;
    } else if (!quoted && /\s/.test(character)) {
      if (value !== '') value += character;
    } else {
      value += character;
      kept = value.length;
    }
  }
  return value.slice(0, Math.max(kept, 0));
}
