import { readSmallText } from '../files/small-file.ts';

/** Longer lines are no names. */
const longest = 4096;

/**
 * Files that a `.whenceignore` asks for by name, with `!path`: they are read though they look like secrets, generated or minified.
 * Patterns with wildcards name no file: `!src/**` after `*` is how people choose folders, and must not bring in the keys there.
 */
export class NamedFiles {
  readonly #names: ReadonlySet<string>;

  constructor(names: ReadonlySet<string> = new Set()) {
    this.#names = names;
  }

  /** These and those that one file more names; its paths count from `prefix`, which is empty or ends in `/`. */
  withFile(file: string, prefix: string): NamedFiles {
    const lines = readSmallText(file, { mostBytes: 1024 * 1024 })?.split(/\r?\n/) ?? [];
    const added = lines.flatMap((line) => {
      if (line.length > longest) return [];
      const path = /^!\/?((?:[^*?[\]\\]|\\.)+)$/.exec(line.trimEnd())?.[1]?.replaceAll(/\\(.)/g, '$1');
      if (path === undefined || path.endsWith('/')) return [];
      return [line.startsWith('!/') || path.includes('/') ? prefix + path : anywhere(prefix, path)];
    });
    return added.length === 0 ? this : new NamedFiles(new Set([...this.#names, ...added]));
  }

  /** Whether a path from the root is named, by itself or by its name alone in a folder around it. */
  has(path: string): boolean {
    if (this.#names.size === 0) return false;
    if (this.#names.has(path)) return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    let folder = path.slice(0, path.length - name.length);
    while (!this.#names.has(anywhere(folder, name))) {
      if (folder === '') return false;
      folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
    }
    return true;
  }
}

const anywhere = (folder: string, name: string): string => `${folder}**/${name}`;
