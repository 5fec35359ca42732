import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { WhenceError } from '../../../shared/errors.ts';
import { fileLimits, readSmallFile } from '../../files/small-file.ts';
import { gitOwnText } from '../repository/own-files.ts';
import { ByteCache } from './byte-cache.ts';
import { objectBytesAtMost } from './delta.ts';
import { type GitObject, type ObjectType, Pack } from './pack.ts';
import { PackIndex } from './pack-index.ts';

const baseCacheBytes = 48 * 1024 * 1024;
const windowCacheBytes = 24 * 1024 * 1024;

export interface ObjectStoreOptions {
  /** The `objects` folder of the repository's common directory. */
  readonly folder: string;
  readonly hashBytes: 20 | 32;
  /** Objects may be missing by design: told apart in the error. */
  readonly partial: boolean;
  /** Ids read in place of others: `refs/replace/`. */
  readonly replacements: ReadonlyMap<string, string>;
}

/**
 * Read-only objects of a repository: packs, loose objects and alternates, never fetched. Synchronous: meant for a worker.
 * Ours, because blame reads tens of thousands of small objects and the library's reader manages 2,000 a second.
 */
export class ObjectStore {
  readonly #options: ObjectStoreOptions;
  readonly #bases = new ByteCache<number, Buffer>(baseCacheBytes);
  readonly #windows = new ByteCache<number, Buffer>(windowCacheBytes);
  #folders: string[] = [];
  #packs: Pack[] = [];
  #packsStamp = '';
  #packsOpened = 0;
  #lastPack: Pack | null = null;

  constructor(options: ObjectStoreOptions) {
    this.#options = options;
    this.#scan();
  }

  /** The object, replaced where the repository says so; null when it is not there. */
  find(id: string): GitObject | null {
    const wanted = this.#options.replacements.get(id) ?? id;
    return this.#findExact(wanted) ?? (this.#rescan() ? this.#findExact(wanted) : null);
  }

  /** The object's bytes. Throws GIT_PARTIAL_CLONE or GIT_FAILED when it is missing, damaged or of another type. */
  read(id: string, type: ObjectType): Buffer {
    const found = this.find(id);
    if (!found) throw this.#missing(id);
    if (found.type !== type) {
      throw new WhenceError('GIT_FAILED', `Object ${id} is a ${found.type} where a ${type} was expected.`);
    }
    return found.data;
  }

  /** Full ids that start with these hex digits (at most three: enough to know it is ambiguous). */
  idsWithPrefix(prefix: string): string[] {
    const found = new Set<string>();
    for (const pack of this.#packs) for (const id of pack.index.idsWithPrefix(prefix, 3)) found.add(id);
    for (const folder of this.#folders) {
      const shard = join(folder, prefix.slice(0, 2));
      if (!existsSync(shard)) continue;
      for (const name of readdirSync(shard)) {
        const id = prefix.slice(0, 2) + name;
        if (id.startsWith(prefix)) found.add(id);
      }
    }
    return [...found].slice(0, 3);
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
    this.#packs = [];
    this.#bases.clear();
    this.#windows.clear();
  }

  #missing(id: string): WhenceError {
    if (this.#options.partial) {
      return new WhenceError(
        'GIT_PARTIAL_CLONE',
        'This is a partial clone and an object it needs is not here. Run "git fetch --refetch" yourself; Whence never fetches.',
        { data: { object: id } },
      );
    }
    return new WhenceError('GIT_FAILED', `Object ${id} is missing from the repository. "git fsck" tells more.`);
  }

  /** `packsBefore`: packs whose deltas led here. */
  #findExact(id: string, packsBefore = 0): GitObject | null {
    const binary = Buffer.from(id, 'hex');
    try {
      const before = this.#lastPack;
      const offset = before ? before.index.offsetOf(binary) : -1;
      if (before && offset >= 0) return before.read(offset, packsBefore);
      for (const pack of this.#packs) {
        if (pack === before) continue;
        const at = pack.index.offsetOf(binary);
        if (at < 0) continue;
        this.#lastPack = pack;
        return pack.read(at, packsBefore);
      }
    } catch (cause) {
      if (cause instanceof WhenceError) throw cause;
      const why = cause instanceof RangeError ? ` (${cause.message})` : '';
      throw new WhenceError('GIT_FAILED', `Object ${id} is damaged in its pack${why}. "git fsck" tells more.`, {
        cause,
      });
    }
    return this.#findLoose(id);
  }

  #findLoose(id: string): GitObject | null {
    for (const folder of this.#folders) {
      const file = join(folder, id.slice(0, 2), id.slice(2));
      const read = readSmallFile(file, { links: 'follow', mostBytes: objectBytesAtMost });
      if (read.state === 'read') return parseLoose(id, read.bytes);
    }
    return null;
  }

  /** Looks again for packs (git may have repacked meanwhile); true when something changed. */
  #rescan(): boolean {
    const before = this.#packsStamp;
    if (this.#stamp() === before) return false;
    for (const pack of this.#packs) pack.close();
    this.#scan();
    return true;
  }

  #stamp(): string {
    return this.#folders
      .map((folder) => {
        const packs = join(folder, 'pack');
        return existsSync(packs) ? `${packs}:${statSync(packs).mtimeMs}` : packs;
      })
      .join('|');
  }

  #scan(): void {
    this.#folders = withAlternates(this.#options.folder);
    this.#packsStamp = this.#stamp();
    this.#lastPack = null;
    this.#packs = [];
    for (const folder of this.#folders) {
      const packs = join(folder, 'pack');
      if (!existsSync(packs)) continue;
      for (const name of readdirSync(packs)) {
        if (!name.endsWith('.idx')) continue;
        const file = join(packs, `${name.slice(0, -4)}.pack`);
        if (!existsSync(file)) continue;
        const index = PackIndex.open(join(packs, name), this.#options.hashBytes);
        if (!index) continue;
        const { hashBytes } = this.#options;
        const readById = (base: string, packsBefore: number): GitObject | null => this.#findExact(base, packsBefore);
        const number = this.#packsOpened;
        this.#packsOpened += 1;
        this.#packs.push(
          new Pack({ file, index, hashBytes, number, windows: this.#windows, bases: this.#bases, readById }),
        );
      }
    }
    this.#packs.sort((a, b) => b.index.count - a.index.count);
  }
}

function parseLoose(id: string, deflated: Buffer): GitObject {
  try {
    const whole = inflateSync(deflated, { maxOutputLength: objectBytesAtMost });
    const end = whole.indexOf(0);
    const type = whole.toString('latin1', 0, whole.indexOf(32));
    if (type === 'commit' || type === 'tree' || type === 'blob' || type === 'tag') {
      return { type, data: whole.subarray(end + 1) };
    }
    throw new RangeError(`an object of unknown type ${type}`);
  } catch (cause) {
    throw new WhenceError('GIT_FAILED', `Object ${id} is damaged. "git fsck" tells more.`, { cause });
  }
}

/** The folder and those it borrows from (`info/alternates`), each once. */
function withAlternates(folder: string): string[] {
  const all = [folder];
  for (const each of all) {
    const list = gitOwnText(join(each, 'info', 'alternates'), fileLimits.small) ?? '';
    for (const line of list.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const path = isAbsolute(line) ? line : resolve(each, line);
      if (!all.includes(path) && all.length < 32) all.push(path);
    }
  }
  return all;
}
