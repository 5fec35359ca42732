import { join } from 'node:path';
import { readSmallText } from '../../files/small-file.ts';
import { resolveConfigPath } from './config.ts';
import type { Repository } from './repository.ts';

interface Mapping {
  name: string | null;
  email: string | null;
  /** Mappings that hold only for one name with this email, by that name in lower case. */
  readonly byName: Map<string, { name: string | null; email: string | null }>;
}

export const mailmapAtMost = 8 * 1024 * 1024;

/** Proper names and addresses of authors (gitmailmap). Names and addresses are matched without regard to case. */
export class Mailmap {
  readonly #byEmail = new Map<string, Mapping>();

  get isEmpty(): boolean {
    return this.#byEmail.size === 0;
  }

  /** Adds the lines of a mailmap file; later ones win. */
  add(text: string): void {
    for (const line of text.split('\n')) {
      if (line.startsWith('#')) continue;
      const first = nameAndEmail(line);
      if (!first) continue;
      const second = nameAndEmail(first.rest);
      if (second) this.#addMapping({ name: first.name, email: first.email }, second);
      else this.#addMapping({ name: first.name, email: null }, { name: null, email: first.email });
    }
  }

  apply(name: string, email: string): { name: string; email: string } {
    const mapping = this.#byEmail.get(email.toLowerCase());
    if (!mapping) return { name, email };
    const chosen = mapping.byName.get(name.toLowerCase()) ?? mapping;
    return { name: chosen.name ?? name, email: chosen.email ?? email };
  }

  #addMapping(
    proper: { name: string | null; email: string | null },
    written: { name: string | null; email: string },
  ): void {
    const key = written.email.toLowerCase();
    let mapping = this.#byEmail.get(key);
    if (!mapping) {
      mapping = { name: null, email: null, byName: new Map() };
      this.#byEmail.set(key, mapping);
    }
    if (written.name !== null) {
      mapping.byName.set(written.name.toLowerCase(), proper);
    } else {
      if (proper.name !== null) mapping.name = proper.name;
      if (proper.email !== null) mapping.email = proper.email;
    }
  }
}

function nameAndEmail(text: string): { name: string | null; email: string; rest: string } | null {
  const open = text.indexOf('<');
  const close = text.indexOf('>', open);
  if (open < 0 || close < 0) return null;
  const name = text.slice(0, open).trim();
  return { name: name === '' ? null : name, email: text.slice(open + 1, close).trim(), rest: text.slice(close + 1) };
}

/** `.mailmap` of the working tree (never through a link), a blob that the configuration names, then its file. */
export function readMailmap(repository: Repository, readBlob: (revision: string) => string | null): Mailmap {
  const mailmap = new Mailmap();
  const { config, workTree } = repository;
  if (workTree !== null) {
    const text = readSmallText(join(workTree, '.mailmap'), { mostBytes: mailmapAtMost });
    if (text !== null) mailmap.add(text);
  }
  const blob = config.get('mailmap.blob') ?? (workTree === null ? 'HEAD:.mailmap' : null);
  if (blob !== null) {
    const text = readBlob(blob);
    if (text !== null) mailmap.add(text);
  }
  const file = config.get('mailmap.file');
  if (file !== null) {
    const text = readSmallText(mailmapFile(repository, file), { mostBytes: mailmapAtMost, links: 'follow' });
    if (text !== null) mailmap.add(text);
  }
  return mailmap;
}

/** Where the file is that `mailmap.file` names. */
export const mailmapFile = (repository: Repository, value: string): string =>
  resolveConfigPath(value, join(repository.workTree ?? repository.commonFolder, 'config'));
