import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WhenceError } from '../../../shared/errors.ts';
import { fileLimits } from '../../files/small-file.ts';
import { gitOwnText, readSymbolicLink, refText } from './own-files.ts';
import { libraryFiles as fs } from './library-files.ts';
import type { Repository } from './repository.ts';

export interface Head {
  /** Full commit id; null before the first commit. */
  readonly commit: string | null;
  /** Short name of the branch; null when HEAD is detached. */
  readonly branch: string | null;
}

const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** As many steps from ref to ref as git takes. */
const symbolicDepth = 5;

/** What is checked out here. A linked worktree has its own HEAD over the shared refs. Throws GIT_FAILED where refs form a loop. */
export async function readHead(repository: Repository): Promise<Head> {
  refuseReftable(repository);
  // Long ago HEAD was a link to the file of its branch, and git reads that form still.
  const link = readSymbolicLink(join(repository.gitFolder, 'HEAD'));
  if (link?.startsWith('refs/')) return readBranch(repository, link);
  const text = refText(join(repository.gitFolder, 'HEAD'))?.trim() ?? '';
  const symbolic = symbolicTarget(text);
  if (symbolic === null) return { commit: fullId.test(text) ? text : null, branch: null };
  return readBranch(repository, symbolic);
}

async function readBranch(repository: Repository, ref: string): Promise<Head> {
  const branch = ref.replace(/^refs\/heads\//, '');
  if (!isSafeRefName(ref)) return { commit: null, branch };
  return { commit: readStoredId(repository, ref) ?? (await lookUp(repository, ref)), branch };
}

/** The id that a ref holds, tried as git does (`refs/tags/`, `refs/heads/`, `refs/remotes/`); null when there is none. */
export async function resolveRef(repository: Repository, name: string): Promise<string | null> {
  if (name === 'HEAD') return (await readHead(repository)).commit;
  if (!isSafeRefName(name)) return null;
  // HEAD's branch is asked for by every call: it is read here, and the library loaded for names that people type.
  const known = name.startsWith('refs/') ? readStoredId(repository, name) : null;
  return known ?? (await lookUp(repository, name));
}

async function lookUp(repository: Repository, name: string): Promise<string | null> {
  const gitdir = repository.commonFolder;
  try {
    const { expandRef, resolveRef: resolveStoredRef } = await import('isomorphic-git');
    const ref = await expandRef({ fs, gitdir, ref: name });
    const id = await resolveStoredRef({ fs, gitdir, ref, depth: symbolicDepth + 1 });
    return fullId.test(id) ? id : null;
  } catch {
    return readStoredId(repository, name);
  }
}

const symbolicTarget = (text: string): string | null => /^ref:\s*(.+)$/.exec(text)?.[1] ?? null;

/** Commits that a merge in progress will have as parents beside HEAD. */
export function readMergeHeads(repository: Repository): string[] {
  return idsOf(gitOwnText(join(repository.gitFolder, 'MERGE_HEAD'), fileLimits.small));
}

/** `refs/replace/<id>` holds the id of the object to read in place of `<id>`. */
export async function readReplacements(repository: Repository): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const names = namesIn(join(repository.commonFolder, 'refs', 'replace'));
  for (const match of packedRefs(repository).matchAll(/^[0-9a-f]+ refs\/replace\/([0-9a-f]+)$/gm)) {
    if (match[1] !== undefined) names.push(match[1]);
  }
  for (const name of names) {
    const id = fullId.test(name) ? await resolveRef(repository, `refs/replace/${name}`) : null;
    if (id) found.set(name, id);
  }
  return found;
}

/** Commits whose parents were cut off by a shallow clone. */
export function readShallow(repository: Repository): ReadonlySet<string> {
  return new Set(idsOf(gitOwnText(join(repository.commonFolder, 'shallow'), fileLimits.list)));
}

/** `info/grafts`: a commit and the parents it is to have. */
export function readGrafts(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const text = gitOwnText(join(repository.commonFolder, 'info', 'grafts'), fileLimits.list) ?? '';
  for (const line of text.split('\n')) {
    const [commit, ...parents] = line.trim().split(/\s+/);
    if (commit !== undefined && fullId.test(commit))
      found.set(
        commit,
        parents.filter((id) => fullId.test(id)),
      );
  }
  return found;
}

const idsOf = (text: string | null): string[] => (text ?? '').split('\n').filter((line) => fullId.test(line));

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const packedRefs = (repository: Repository): string =>
  gitOwnText(join(repository.commonFolder, 'packed-refs'), fileLimits.list) ?? '';

/**
 * The id behind a name, also for what the library cannot read: a linked worktree's own refs, and SHA-256 ids. Refs that name
 * refs are followed as far as git does; throws GIT_FAILED where they form a loop.
 */
function readStoredId(repository: Repository, name: string): string | null {
  const packed = packedRefs(repository);
  const names = [name, `refs/${name}`, `refs/tags/${name}`, `refs/heads/${name}`, `refs/remotes/${name}`];
  for (const each of names) {
    const id = followRef(repository, each, packed);
    if (id !== null) return id;
  }
  return null;
}

function followRef(repository: Repository, name: string, packed: string): string | null {
  let at = name;
  for (let step = 0; step <= symbolicDepth; step += 1) {
    const text = rawRef(repository, at, packed);
    if (text === null || fullId.test(text)) return text;
    const next = symbolicTarget(text);
    if (next === null || !isSafeRefName(next)) return null;
    at = next;
  }
  throw new WhenceError(
    'GIT_FAILED',
    `The refs of this repository name each other in a circle (${name}): nothing is checked out. Set HEAD to a branch with "git symbolic-ref HEAD refs/heads/NAME".`,
  );
}

/** What a ref's file, or its line among the packed ones, says: an id, or `ref:` and another name. */
function rawRef(repository: Repository, name: string, packed: string): string | null {
  for (const folder of [repository.gitFolder, repository.commonFolder]) {
    const text = refText(join(folder, name))?.trim();
    if (text !== undefined && (fullId.test(text) || symbolicTarget(text) !== null)) return text;
  }
  const line = packed.split('\n').find((text) => text.endsWith(` ${name}`));
  return line === undefined ? null : line.slice(0, line.indexOf(' '));
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
