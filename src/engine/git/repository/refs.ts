import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { WhenceError } from '../../../shared/errors.ts';
import type { Repository } from './repository.ts';

export interface Head {
  /** Full commit id; null before the first commit. */
  readonly commit: string | null;
  /** Short name of the branch; null when HEAD is detached. */
  readonly branch: string | null;
}

const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What is checked out here. A linked worktree has its own HEAD over the shared refs. */
export async function readHead(repository: Repository): Promise<Head> {
  refuseReftable(repository);
  const text = readFileSync(join(repository.gitFolder, 'HEAD'), 'utf8').trim();
  const symbolic = /^ref:\s*(.+)$/.exec(text)?.[1];
  if (symbolic === undefined) return { commit: fullId.test(text) ? text : null, branch: null };
  const commit = await resolveRef(repository, symbolic);
  return { commit, branch: symbolic.replace(/^refs\/heads\//, '') };
}

/** The id that a ref holds, tried as git does (`refs/tags/`, `refs/heads/`, `refs/remotes/`); null when there is none. */
export async function resolveRef(repository: Repository, name: string): Promise<string | null> {
  if (name === 'HEAD') return (await readHead(repository)).commit;
  if (!isSafeRefName(name)) return null;
  // HEAD's branch is asked for by every call: it is read here, and the library loaded for names that people type.
  const known = name.startsWith('refs/') ? readStoredId(repository, name) : null;
  if (known !== null) return known;
  try {
    const { expandRef, resolveRef: resolveStoredRef } = await import('isomorphic-git');
    const ref = await expandRef({ fs, gitdir: repository.commonFolder, ref: name });
    const id = await resolveStoredRef({ fs, gitdir: repository.commonFolder, ref });
    return fullId.test(id) ? id : null;
  } catch {
    return readStoredId(repository, name);
  }
}

/** Commits that a merge in progress will have as parents beside HEAD. */
export function readMergeHeads(repository: Repository): string[] {
  try {
    const text = readFileSync(join(repository.gitFolder, 'MERGE_HEAD'), 'utf8');
    return text.split('\n').filter((line) => fullId.test(line));
  } catch {
    return [];
  }
}

/** `refs/replace/<id>` holds the id of the object to read in place of `<id>`. */
export async function readReplacements(repository: Repository): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const folder = join(repository.commonFolder, 'refs', 'replace');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const packed = join(repository.commonFolder, 'packed-refs');
  if (existsSync(packed)) {
    for (const match of readFileSync(packed, 'latin1').matchAll(/^[0-9a-f]+ refs\/replace\/([0-9a-f]+)$/gm)) {
      if (match[1] !== undefined) names.push(match[1]);
    }
  }
  for (const name of names) {
    const id = fullId.test(name) ? await resolveRef(repository, `refs/replace/${name}`) : null;
    if (id) found.set(name, id);
  }
  return found;
}

/** Commits whose parents were cut off by a shallow clone. */
export function readShallow(repository: Repository): ReadonlySet<string> {
  try {
    const text = readFileSync(join(repository.commonFolder, 'shallow'), 'utf8');
    return new Set(text.split('\n').filter((line) => fullId.test(line)));
  } catch {
    return new Set();
  }
}

/** `info/grafts`: a commit and the parents it is to have. */
export function readGrafts(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  try {
    const text = readFileSync(join(repository.commonFolder, 'info', 'grafts'), 'utf8');
    for (const line of text.split('\n')) {
      const [commit, ...parents] = line.trim().split(/\s+/);
      if (commit !== undefined && fullId.test(commit)) found.set(commit, parents);
    }
  } catch {
    // Without the file there are none.
  }
  return found;
}

/** Refs that the library cannot read: a linked worktree's own, and those that hold SHA-256 ids. */
function readStoredId(repository: Repository, name: string): string | null {
  const { gitFolder, commonFolder } = repository;
  const names = [name, `refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`, `refs/remotes/${name}`];
  const packed = readText(join(commonFolder, 'packed-refs'));
  for (const each of names) {
    for (const folder of [gitFolder, commonFolder]) {
      const id = readText(join(folder, each)).trim();
      if (fullId.test(id)) return id;
    }
    const line = packed.split('\n').find((text) => text.endsWith(` ${each}`));
    if (line !== undefined) return line.slice(0, line.indexOf(' '));
  }
  return null;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Names that stay inside the repository's folder: what git's check-ref-format allows, as far as it matters here. */
function isSafeRefName(name: string): boolean {
  return !name.includes('..') && !name.startsWith('/') && !name.includes('\\') && !/[\0-\x20~^:?*[]/.test(name);
}

/** Whether refs are in a format that only the git executable reads. */
export const usesReftable = (repository: Repository): boolean =>
  repository.config.get('extensions.refstorage')?.toLowerCase().startsWith('reftable') ?? false;

function refuseReftable(repository: Repository): void {
  if (!usesReftable(repository)) return;
  throw new WhenceError(
    'NOT_SUPPORTED',
    'This repository keeps its refs in the "reftable" format, which only git 2.45 or newer reads: install it, and choose git or auto as blame engine.',
  );
}
