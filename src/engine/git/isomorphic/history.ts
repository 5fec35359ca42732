import { WhenceError } from '../../../shared/errors.ts';
import { type CommitLinks, type CommitObject, parseCommit, parseLinks } from '../objects/commit.ts';
import { ObjectStore } from '../objects/object-store.ts';
import { parseTree, type TreeEntry } from '../objects/tree.ts';
import { readGrafts, readReplacements, readShallow } from '../repository/refs.ts';
import { join } from 'node:path';
import type { Repository } from '../repository/repository.ts';

/** Larger texts are not compared: a few kilobytes of a pack can stand for hundreds of millions of lines. */
export const textBytesAtMost = 32 * 1024 * 1024;

/** About 15 MB of folders' ids. */
const folderEntriesKept = 100_000;

/** Commits and trees of one repository, as git sees them: replaced, grafted and cut off where it says so. */
export class History {
  readonly objects: ObjectStore;
  readonly hashBytes: 20 | 32;
  readonly #shallow: ReadonlySet<string>;
  readonly #grafts: ReadonlyMap<string, readonly string[]>;
  readonly #links = new Map<string, CommitLinks>();
  readonly #folders = new Map<string, Map<string, TreeEntry | null>>();

  private constructor(
    objects: ObjectStore,
    hashBytes: 20 | 32,
    cuts: { shallow: ReadonlySet<string>; grafts: ReadonlyMap<string, readonly string[]> },
  ) {
    this.objects = objects;
    this.hashBytes = hashBytes;
    this.#shallow = cuts.shallow;
    this.#grafts = cuts.grafts;
  }

  static async open(repository: Repository): Promise<History> {
    const hashBytes = repository.objectFormat === 'sha256' ? 32 : 20;
    const objects = new ObjectStore({
      folder: join(repository.commonFolder, 'objects'),
      hashBytes,
      partial: repository.partial,
      replacements: await readReplacements(repository),
    });
    return new History(objects, hashBytes, { shallow: readShallow(repository), grafts: readGrafts(repository) });
  }

  /** Tree, parents and commit date. Kept: walks meet the same commits again. */
  commitLinks(id: string): CommitLinks {
    const known = this.#links.get(id);
    if (known) return known;
    const links = this.#withCuts(id, parseLinks(this.objects.read(id, 'commit')));
    this.#links.set(id, links);
    return links;
  }

  /** The whole commit. Throws GIT_REVISION_UNKNOWN when there is no such commit. */
  commit(id: string): CommitObject {
    const found = this.objects.find(id);
    if (found?.type !== 'commit') {
      throw new WhenceError('GIT_REVISION_UNKNOWN', `There is no commit ${id} in this repository.`);
    }
    return this.#withCuts(id, parseCommit(found.data));
  }

  /** What a folder's path was found to be, by the id of the tree above it. Filled by those who look for files. */
  folderEntries(path: string): Map<string, TreeEntry | null> {
    const known = this.#folders.get(path);
    if (known) return known;
    let kept = 0;
    for (const entries of this.#folders.values()) kept += entries.size;
    if (kept > folderEntriesKept) this.#folders.clear();
    const entries = new Map<string, TreeEntry | null>();
    this.#folders.set(path, entries);
    return entries;
  }

  isShallow(id: string): boolean {
    return this.#shallow.has(id);
  }

  tree(id: string): TreeEntry[] {
    return parseTree(this.objects.read(id, 'tree'), this.hashBytes);
  }

  /** A file's bytes, as text to compare. Throws FILE_TOO_LARGE for more than anybody reads. */
  blob(id: string): Buffer {
    const data = this.objects.read(id, 'blob');
    if (data.length > textBytesAtMost) {
      throw new WhenceError(
        'FILE_TOO_LARGE',
        `A version of the file is too large for blame and history (object ${id}, ${data.length.toLocaleString('en')} bytes).`,
      );
    }
    return data;
  }

  /** How many commits have been met so far. */
  get commitsMet(): number {
    return this.#links.size;
  }

  close(): void {
    this.objects.close();
    this.#links.clear();
    this.#folders.clear();
  }

  #withCuts<Commit extends { readonly parents: readonly string[] }>(id: string, commit: Commit): Commit {
    if (this.#shallow.has(id)) return { ...commit, parents: [] };
    const grafted = this.#grafts.get(id);
    return grafted ? { ...commit, parents: grafted } : commit;
  }
}
