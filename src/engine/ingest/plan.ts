import type { KnownFile, Touch } from '../store/index.ts';
import { versionFor } from './reader-version.ts';
import type { Walked, WalkedFile } from './walk.ts';

/** Reasons that are told by the walk, without reading the file. */
const walkReasons = new Set<string | null>([
  'too-large',
  'symlink',
  'special',
  'secret',
  'vendored',
  'unreadable',
  'minified',
  'generated',
  'undecodable',
]);

/** What a reading has to do, from what is on disk and what the index knows. */
export class ReadingPlan {
  /** Files that may have changed, in path order. */
  readonly toRead: readonly WalkedFile[];
  /** Rows of files that did not change, to which what older code did not store is added. */
  readonly unfilled: readonly Touch[];
  /** Files of the walk. */
  readonly total: number;
  readonly #known: ReadonlyMap<string, KnownFile>;
  readonly #gone: Map<number, KnownFile>;
  readonly #goneByHash = new Map<string, KnownFile[]>();

  constructor(plan: {
    toRead: WalkedFile[];
    unfilled: readonly Touch[];
    total: number;
    known: Map<string, KnownFile>;
    gone: readonly KnownFile[];
  }) {
    this.toRead = plan.toRead;
    this.unfilled = plan.unfilled;
    this.total = plan.total;
    this.#known = plan.known;
    this.#gone = new Map(plan.gone.map((file) => [file.id, file]));
    for (const file of plan.gone) {
      if (file.contentHash === null || file.state !== 'indexed') continue;
      const key = file.contentHash.toString('latin1');
      const twins = this.#goneByHash.get(key);
      if (twins) twins.push(file);
      else this.#goneByHash.set(key, [file]);
    }
  }

  get unchanged(): number {
    return this.total - this.toRead.length;
  }

  known(path: string): KnownFile | null {
    return this.#known.get(path) ?? null;
  }

  /** The content hash to compare with; null when the file has to be read again whatever its content. */
  knownHash(file: WalkedFile): Uint8Array | null {
    const known = this.known(file.path);
    if (known === null || known.readerVersion !== versionFor(file) || known.state === 'failed') return null;
    return known.contentHash === null ? null : new Uint8Array(known.contentHash);
  }

  /** A file that vanished during the reading leaves the index like one that was gone before. */
  markGone(path: string): void {
    const known = this.#known.get(path);
    if (known) this.#gone.set(known.id, known);
  }

  /** A file of this content that is gone from its path, to be taken over by the file it was moved to. Each only once. */
  takeMoved(contentHash: Uint8Array): KnownFile | null {
    const file = this.#goneByHash.get(Buffer.from(contentHash).toString('latin1'))?.shift() ?? null;
    if (file !== null) this.#gone.delete(file.id);
    return file;
  }

  /** Files of the index that are no longer on disk. */
  gone(): KnownFile[] {
    return [...this.#gone.values()];
  }
}

/** Compares the walk with the index by size, times of change and inode. Files of folders that the walk passed over stay as they are. */
export function planReading(walked: Walked, known: readonly KnownFile[], retryFailed: boolean): ReadingPlan {
  const byPath = new Map(known.map((file) => [file.path, file]));
  const met = new Set<string>();
  const toRead: WalkedFile[] = [];
  const unfilled: Touch[] = [];
  for (const file of walked.files) {
    met.add(file.path);
    const before = byPath.get(file.path);
    if (before === undefined || (retryFailed && before.state === 'failed') || isDue(file, before)) toRead.push(file);
    else if (before.identity === null && file.identity && file.skip === null) {
      const { size, mtimeMs, identity } = file;
      unfilled.push({ id: before.id, size, mtimeMs, identity });
    }
  }
  const passedOver = new Set(walked.passedOver);
  const missing = known.filter((file) => !met.has(file.path));
  const gone = missing.filter((file) => !isInside(file.path, passedOver));
  const total = walked.files.length + missing.length - gone.length;
  return new ReadingPlan({ toRead, unfilled, total, known: byPath, gone });
}

function isInside(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  if (folders.has('')) return true;
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    if (folders.has(path.slice(0, slash + 1))) return true;
  }
  return false;
}

/** Whether anything says that a file may have changed. What is not known says nothing. */
export function differs(known: KnownFile, now: Omit<Touch, 'id'>): boolean {
  if (known.size !== now.size || known.mtimeMs !== now.mtimeMs) return true;
  const { identity } = known;
  if (identity === null || now.identity === undefined) return false;
  return identity.ctimeMs !== now.identity.ctimeMs || identity.inode !== now.identity.inode;
}

function isDue(file: WalkedFile, known: KnownFile): boolean {
  if (known.readerVersion !== versionFor(file)) return true;
  if (file.skip !== null) return known.state !== 'skipped' || known.reason !== file.skip.reason;
  if (differs(known, file)) return true;
  // Left out by the walk before, but not now: a setting changed.
  return known.state === 'skipped' && known.contentHash === null && walkReasons.has(known.reason);
}
