import { type Dirent, lstatSync, opendirSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { isErrno } from '../atomic-file.ts';
import type { Cancellation } from '../processes/shared-cancellations.ts';
import { findRepository } from '../git/repository/repository.ts';
import type { FileIdentity } from '../store/reading-types.ts';
import { isVendored, sizeLimit, type Skip, skipByName } from './name-gate.ts';
import { WalkScope } from './walk-scope.ts';
import { type Folder, rootFolder, scopeOf, withOwnIgnoreFiles } from './walk-folder.ts';

export interface WalkLimits {
  /** Larger files are left out. */
  readonly maxFileBytes: number;
  readonly includeVendored: boolean;
  /** Other than `walkBudget`. */
  readonly budget?: WalkBudget;
}

/** What a walk may cost; folders that are left then are told, and stay in the index as they were. */
export interface WalkBudget {
  readonly entries: number;
  readonly ms: number;
}

export interface WalkOptions {
  /** Only the folders of these paths are listed; without it all are. */
  readonly paths?: readonly string[];
  /** Asked at each folder. */
  readonly cancellation?: Cancellation;
}

/** Entries of one folder; one with more is left out, since they are all held in memory. */
const mostInFolder = 1_000_000;
/** Several times what the largest known repositories have. */
const walkBudget: WalkBudget = { entries: 10_000_000, ms: 10 * 60_000 };
/** Names may be many in one folder, and dear where the ignore rules are: the time is looked at after so many. */
const entriesPerLook = 256;

/** A file of the root, or a folder that is left out as a whole (its path ends in `/`). */
export interface WalkedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Absent for what was not looked at. */
  readonly identity?: FileIdentity;
  /** Why it is not read; null when it is. */
  readonly skip: Skip | null;
  /** Asked for by name in a `.whenceignore`, so that no guess at what it holds keeps it out. */
  readonly named?: true;
}

const metadataFolder = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'CVS', '_darcs', '.pijul']);
const replacement = '\ufffd';

/** What a walk saw. */
export interface Walked {
  /** In path order. */
  readonly files: readonly WalkedFile[];
  /** Folders that were not listed, because nothing was asked about them or they can't be read, with `/` at their ends. */
  readonly passedOver: readonly string[];
}

/**
 * Lists the files of a root as git sees them: tracked, and untracked ones that are not ignored, `.whenceignore` on top,
 * submodules that are checked out entered, links not followed. Reads ignore files and the git index itself: nothing is run. What
 * can't be read is listed with the reason; throws ROOT_GONE when that is the root itself.
 */
export function walkRoot(root: string, limits: WalkLimits, options: WalkOptions = {}): Walked {
  const walk = new Walk(limits, options);
  try {
    readdirSync(root);
  } catch (cause) {
    const message = `${root} can't be listed (${reasonOf(cause)}): was it moved or unmounted? The index was left as it is.`;
    throw new WhenceError('ROOT_GONE', message, { cause });
  }
  walk.enter(rootFolder(root));
  return { files: walk.files.sort((a, b) => (a.path < b.path ? -1 : 1)), passedOver: walk.passedOver };
}

class Walk {
  readonly files: WalkedFile[] = [];
  readonly passedOver: string[] = [];
  readonly #limits: WalkLimits;
  readonly #scope: WalkScope | null;
  readonly #cancellation: Cancellation | null;
  readonly #budget: WalkBudget;
  readonly #since = performance.now();
  #entriesSeen = 0;

  constructor(limits: WalkLimits, { paths, cancellation }: WalkOptions) {
    this.#limits = limits;
    this.#scope = paths === undefined ? null : new WalkScope(paths);
    this.#cancellation = cancellation ?? null;
    this.#budget = limits.budget ?? walkBudget;
  }

  enter(start: Folder): void {
    const pending = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      this.#cancellation?.throwIfCancelled();
      if (this.#isOverBudget()) this.#passOver(next.path, { reason: 'time-budget', detail: this.#budgetWords() });
      else this.#list(next, pending);
    }
  }

  #isOverBudget(): boolean {
    return this.#entriesSeen > this.#budget.entries || this.#isOverTime();
  }

  #isOverTime(): boolean {
    return performance.now() - this.#since > this.#budget.ms;
  }

  #budgetWords(): string {
    return `the folder has more files than are looked at (${this.#budget.entries.toLocaleString('en')}, or ${Math.round(this.#budget.ms / 60_000)} minutes): open a part of it, or leave folders out in .whenceignore`;
  }

  /** A folder that is not looked into. What was not seen is not taken for gone: what was indexed below it stays. */
  #passOver(path: string, skip: Skip): void {
    this.#leaveOut(path === '' ? './' : path, skip);
    this.passedOver.push(path);
  }

  #list(given: Folder, pending: Folder[]): void {
    const entries = this.#entries(given);
    if (entries === null) return;
    const names = new Set(entries.map((entry) => entry.name));
    // Whence's own data must not be indexed when it lies inside a root.
    if (names.has('writer.lock') && names.has('index.sqlite')) return;
    if (names.has('HEAD') && !names.has('.git') && isBareRepository(entries)) {
      if (given.path !== '')
        this.#leaveOut(given.path, { reason: 'special', detail: 'a bare repository: git’s own files' });
      return;
    }
    const folder = withOwnIgnoreFiles(given, names);
    for (const entry of entries) {
      this.#entriesSeen += 1;
      if (this.#entriesSeen % entriesPerLook === 0) this.#cancellation?.throwIfCancelled();
      if (this.#entriesSeen % entriesPerLook === 0 && this.#isOverTime()) {
        this.#passOver(folder.path, { reason: 'time-budget', detail: this.#budgetWords() });
        return;
      }
      this.#entry(folder, { entry, names, pending });
    }
  }

  /** One entry's error is its own: it is listed, and the walk goes on. */
  #entry(folder: Folder, at: { entry: Dirent; names: ReadonlySet<string>; pending: Folder[] }): void {
    try {
      if (at.entry.isDirectory()) this.#folder(folder, at);
      else this.#file(folder, at.entry);
    } catch (error) {
      const path = folder.path + at.entry.name;
      if (at.entry.isDirectory()) this.#noteUnreadable(`${path}/`, error);
      else if (!isGone(error)) this.#leaveOut(path, { reason: 'unreadable', detail: reasonOf(error) });
    }
  }

  #noteUnreadable(folder: string, error: unknown): void {
    if (isGone(error)) return;
    const detail = `${reasonOf(error)}; what was indexed of it before is kept`;
    this.#passOver(folder, { reason: 'unreadable', detail });
  }

  #entries(folder: Folder): Dirent[] | null {
    try {
      const entries = entriesOf(folder.absolute);
      if (entries === null) {
        const detail = `more than ${mostInFolder.toLocaleString('en')} entries in one folder`;
        this.#passOver(folder.path, { reason: 'too-large', detail });
        return null;
      }
      return entries.some((entry) => entry.name.includes(replacement)) ? this.#nameable(folder, entries) : entries;
    } catch (error) {
      this.#noteUnreadable(folder.path, error);
      return null;
    }
  }

  /** Names that are no UTF-8 can't be opened by their decoded form: they are listed with a reason, not lost. */
  #nameable(folder: Folder, entries: readonly Dirent[]): Dirent[] {
    for (const raw of readdirSync(folder.absolute, { encoding: 'buffer' })) {
      if (Buffer.from(raw.toString('utf8')).equals(raw)) continue;
      this.#leaveOut(`${folder.path}${escapeName(raw)}`, {
        reason: 'undecodable',
        detail: 'its name is not valid UTF-8',
      });
    }
    const sound = new Set(
      readdirSync(folder.absolute, { encoding: 'buffer' })
        .filter((raw) => Buffer.from(raw.toString('utf8')).equals(raw))
        .map((raw) => raw.toString('utf8')),
    );
    return entries.filter((entry) => sound.has(entry.name));
  }

  #folder(parent: Folder, at: { entry: Dirent; names: ReadonlySet<string>; pending: Folder[] }): void {
    const { name } = at.entry;
    if (metadataFolder.has(name)) return;
    const path = `${parent.path}${name}/`;
    const inRepository = `${parent.inRepository}${name}/`;
    const own = parent.ownRules.verdict(path);
    if (own === 'ignored') return;
    const absolute = join(parent.absolute, name);
    const tracked = parent.scope?.tracked ?? null;
    const isSubmodule = tracked?.paths.has(inRepository.slice(0, -1)) ?? false;
    const holdsTracked = isSubmodule || (tracked?.folders.has(inRepository.slice(0, -1)) ?? false);
    const isIgnored = own !== 'unignored' && (parent.isIgnored || parent.gitRules.verdict(inRepository) === 'ignored');
    if (isIgnored && !holdsTracked) return;
    if (!this.#limits.includeVendored && isVendored(name, at.names)) {
      this.#leaveOut(path, { reason: 'vendored', detail: 'a folder of third-party code' });
      return;
    }
    if (this.#scope?.includes(path) === false) {
      this.passedOver.push(path);
      return;
    }
    if (holdsGit(absolute)) {
      this.#repositoryInside(parent, {
        absolute,
        path,
        inRepository,
        isIgnored,
        isSubmodule,
        pending: at.pending,
      });
      return;
    }
    at.pending.push({ ...parent, absolute, path, inRepository, isIgnored });
  }

  /** A folder with a `.git` of its own: a submodule is entered, as is any repository below a plain folder. */
  #repositoryInside(
    parent: Folder,
    at: Pick<Folder, 'absolute' | 'path' | 'inRepository' | 'isIgnored'> & { isSubmodule: boolean; pending: Folder[] },
  ): void {
    const inner = findRepository(at.absolute);
    if (inner === null || inner.prefix !== '') {
      // Something of that name, but no repository: an ordinary folder, as to git.
      const { absolute, path, inRepository, isIgnored } = at;
      at.pending.push({ ...parent, absolute, path, inRepository, isIgnored });
      return;
    }
    if (parent.scope !== null && parent.scope.tracked !== null && !at.isSubmodule) {
      this.#leaveOut(at.path, { reason: 'special', detail: 'a repository of its own: open it by itself' });
      return;
    }
    const { absolute, path } = at;
    at.pending.push({
      ...scopeOf(inner),
      isIgnored: false,
      absolute,
      path,
      ownRules: parent.ownRules,
      named: parent.named,
    });
  }

  #file(folder: Folder, entry: Dirent): void {
    const { name } = entry;
    const path = folder.path + name;
    if (name === '.git') return;
    const own = folder.ownRules.verdict(path);
    if (own === 'ignored') return;
    const inRepository = folder.inRepository + name;
    if (own !== 'unignored' && folder.scope?.tracked?.paths.has(inRepository) !== true) {
      if (folder.isIgnored || folder.gitRules.verdict(inRepository) === 'ignored') return;
    }
    const absolute = join(folder.absolute, name);
    const stat = lstatSync(absolute);
    const isNamed = folder.named.has(path);
    const skip = this.#skip(path, { name, absolute, stat, isNamed });
    const identity = { ctimeMs: stat.ctimeMs, inode: stat.ino };
    const { size, mtimeMs } = stat;
    this.files.push({ path, size, mtimeMs, identity, skip, ...(isNamed && { named: true }) });
  }

  #skip(path: string, file: { name: string; absolute: string; stat: Stats; isNamed: boolean }): Skip | null {
    const { stat } = file;
    if (stat.isSymbolicLink()) return { reason: 'symlink', detail: linkTarget(file.absolute) };
    if (!stat.isFile()) return { reason: 'special', detail: 'a socket, device or pipe' };
    const byName = file.isNamed ? null : skipByName(path, file.name);
    if (byName !== null) return byName;
    if (stat.size <= sizeLimit(path, this.#limits.maxFileBytes)) return null;
    return { reason: 'too-large', detail: `${stat.size.toLocaleString('en')} bytes` };
  }

  #leaveOut(path: string, skip: Skip): void {
    this.files.push({ path, size: 0, mtimeMs: 0, skip });
  }
}

/** Null for more than are worth holding. */
function entriesOf(folder: string): Dirent[] | null {
  const entries: Dirent[] = [];
  const reading = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = reading.readSync(); entry !== null; entry = reading.readSync()) {
      if (entries.push(entry) > mostInFolder) return null;
    }
    // So that a walk that is cut short is cut at the same place every time.
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    reading.closeSync();
  }
}

/** Throws where the folder may not be entered. */
function holdsGit(folder: string): boolean {
  try {
    return lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // The folder's own path may still be short enough.
    if (isErrno(error, 'ENAMETOOLONG')) return false;
    throw error;
  }
}

/** A bare repository has no files of its own, whatever it is called and wherever it lies: what is in it is git's. */
function isBareRepository(entries: readonly Dirent[]): boolean {
  const isThere = (name: string, isFolder: boolean): boolean =>
    entries.some((entry) => entry.name === name && entry.isDirectory() === isFolder);
  return isThere('HEAD', false) && isThere('objects', true) && isThere('refs', true);
}

function linkTarget(absolute: string): string | null {
  try {
    return `to ${readlinkSync(absolute)}`;
  } catch {
    return null;
  }
}

/** Bytes that are no UTF-8 as `\xNN`, so that the name can be shown and stays the only one of its kind. */
const escapeName = (raw: Buffer): string =>
  raw.toString('latin1').replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

const isGone = (error: unknown): boolean => isErrno(error, 'ENOENT', 'ENOTDIR');

const reasonWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENAMETOOLONG: 'its path is too long for the system',
  ELOOP: 'links lead in a circle',
  EIO: 'the disk reports an error',
};

/** In words, or the system's code. What is no error of the system is a fault of ours, and is thrown on. */
function reasonOf(error: unknown): string {
  if (isWhenceError(error)) return error.message;
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return reasonWords[String(error.code)] ?? String(error.code);
}
