import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type GitConfig, resolveConfigPath } from '../git/repository/config.ts';
import { findRepository, type Repository } from '../git/repository/repository.ts';
import { readTrackedFiles, type TrackedFiles } from './git-index.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { isVendored, type Skip, skipByName } from './name-gate.ts';
import { NamedFiles } from './named-files.ts';

export interface WalkLimits {
  /** Larger files are left out. */
  readonly maxFileBytes: number;
  readonly includeVendored: boolean;
}

/** A file of the root, or a folder that is left out as a whole (its path ends in `/`). */
export interface WalkedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Why it is not read; null when it is. */
  readonly skip: Skip | null;
  /** Asked for by name in a `.whenceignore`, so that no guess at what it holds keeps it out. */
  readonly named?: true;
}

/** The repository that a folder of the walk is in. */
interface Scope {
  /** Null when its index can't be read: then the ignore rules alone decide. */
  readonly tracked: TrackedFiles | null;
}

interface Folder {
  /** In the system's spelling. */
  readonly absolute: string;
  /** From the root, with `/` at its end; empty at the root. */
  readonly path: string;
  /** From the top of its repository, likewise. */
  readonly inRepository: string;
  readonly scope: Scope | null;
  readonly gitRules: IgnoreRules;
  readonly ownRules: IgnoreRules;
  readonly named: NamedFiles;
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
 * submodules that are checked out entered, links not followed. Reads ignore files and the git index itself: nothing is run.
 */
export function walkRoot(root: string, limits: WalkLimits, paths?: readonly string[]): Walked {
  const walk = new Walk(limits, paths === undefined ? null : new WalkScope(paths));
  walk.enter(rootFolder(root));
  return { files: walk.files.sort((a, b) => (a.path < b.path ? -1 : 1)), passedOver: walk.passedOver };
}

/** Folders that hold one of some paths, or lie below one. */
class WalkScope {
  readonly #paths: ReadonlySet<string>;
  readonly #above = new Set<string>();

  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
    for (const path of paths) {
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash + 1);
        if (this.#above.has(folder)) break;
        this.#above.add(folder);
      }
    }
  }

  /** `folder` ends in `/`. */
  includes(folder: string): boolean {
    if (this.#above.has(folder)) return true;
    for (let slash = folder.indexOf('/'); slash > 0; slash = folder.indexOf('/', slash + 1)) {
      if (this.#paths.has(folder.slice(0, slash))) return true;
    }
    return false;
  }
}

class Walk {
  readonly files: WalkedFile[] = [];
  readonly passedOver: string[] = [];
  readonly #limits: WalkLimits;
  readonly #scope: WalkScope | null;

  constructor(limits: WalkLimits, scope: WalkScope | null) {
    this.#limits = limits;
    this.#scope = scope;
  }

  enter(start: Folder): void {
    const pending = [start];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) this.#list(next, pending);
  }

  #list(given: Folder, pending: Folder[]): void {
    const entries = this.#entries(given);
    if (entries === null) return;
    const names = new Set(entries.map((entry) => entry.name));
    // Whence's own data must not be indexed when it lies inside a root.
    if (names.has('writer.lock') && names.has('index.sqlite')) return;
    // A bare repository has no files of its own: what lies there is git's.
    if (given.path === '' && ['HEAD', 'objects', 'refs'].every((name) => names.has(name)) && !names.has('.git')) return;
    const folder = withOwnIgnoreFiles(given, names);
    for (const entry of entries) {
      if (entry.isDirectory()) this.#folder(folder, { entry, names, pending });
      else this.#file(folder, entry);
    }
  }

  #entries(folder: Folder): Dirent[] | null {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder.absolute, { withFileTypes: true });
    } catch (error) {
      if (folder.path === '') throw error;
      if (!isGone(error)) {
        this.#leaveOut(folder.path, { reason: 'unreadable', detail: messageOf(error) });
        // What cannot be read is not taken for empty: what was indexed below it stays.
        this.passedOver.push(folder.path);
      }
      return null;
    }
    return entries.some((entry) => entry.name.includes(replacement)) ? this.#nameable(folder, entries) : entries;
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
    if (!holdsTracked && own !== 'unignored' && parent.gitRules.verdict(inRepository) === 'ignored') return;
    if (!this.#limits.includeVendored && isVendored(name, at.names)) {
      this.#leaveOut(path, { reason: 'vendored', detail: 'a folder of third-party code' });
      return;
    }
    if (this.#scope?.includes(path) === false) {
      this.passedOver.push(path);
      return;
    }
    if (holdsGit(absolute)) {
      this.#repositoryInside(parent, { absolute, path, isSubmodule, pending: at.pending });
      return;
    }
    at.pending.push({ ...parent, absolute, path, inRepository });
  }

  /** A folder with a `.git` of its own: a submodule is entered, as is any repository below a plain folder. */
  #repositoryInside(
    parent: Folder,
    at: { absolute: string; path: string; isSubmodule: boolean; pending: Folder[] },
  ): void {
    if (parent.scope !== null && parent.scope.tracked !== null && !at.isSubmodule) {
      this.#leaveOut(at.path, { reason: 'special', detail: 'a repository of its own: open it by itself' });
      return;
    }
    const { absolute, path } = at;
    at.pending.push({
      ...scopeOf(findRepository(absolute)),
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
    const own = folder.ownRules.isEmpty ? 'none' : folder.ownRules.verdict(path);
    if (own === 'ignored') return;
    const inRepository = folder.inRepository + name;
    if (own !== 'unignored' && folder.scope?.tracked?.paths.has(inRepository) !== true) {
      if (!folder.gitRules.isEmpty && folder.gitRules.verdict(inRepository) === 'ignored') return;
    }
    const absolute = join(folder.absolute, name);
    let stat: Stats;
    try {
      stat = lstatSync(absolute);
    } catch (error) {
      if (!isGone(error)) this.#leaveOut(path, { reason: 'unreadable', detail: messageOf(error) });
      return;
    }
    const isNamed = folder.named.has(path);
    const skip = this.#skip(path, { name, absolute, stat, isNamed });
    this.files.push({ path, size: stat.size, mtimeMs: stat.mtimeMs, skip, ...(isNamed && { named: true }) });
  }

  #skip(path: string, file: { name: string; absolute: string; stat: Stats; isNamed: boolean }): Skip | null {
    const { stat } = file;
    if (stat.isSymbolicLink()) return { reason: 'symlink', detail: linkTarget(file.absolute) };
    if (!stat.isFile()) return { reason: 'special', detail: 'a socket, device or pipe' };
    const byName = file.isNamed ? null : skipByName(path, file.name);
    if (byName !== null) return byName;
    if (stat.size <= this.#limits.maxFileBytes) return null;
    return { reason: 'too-large', detail: `${stat.size.toLocaleString('en')} bytes` };
  }

  #leaveOut(path: string, skip: Skip): void {
    this.files.push({ path, size: 0, mtimeMs: 0, skip });
  }
}

/** The root as a folder of the walk, with the rules that hold above it. */
function rootFolder(root: string): Folder {
  const repository = findRepository(root);
  const ownRules = new IgnoreRules(false);
  const plain: Folder = {
    absolute: root,
    path: '',
    inRepository: '',
    scope: null,
    gitRules: ownRules,
    ownRules,
    named: new NamedFiles(),
  };
  if (repository === null || repository.bare) return plain;
  const folder: Folder = { ...plain, ...scopeOf(repository) };
  // A folder that its repository ignores was still chosen by somebody: it is read as a plain one.
  return isIgnoredItself(folder) ? plain : folder;
}

function isIgnoredItself(folder: Folder): boolean {
  const path = folder.inRepository;
  if (path === '' || folder.scope?.tracked?.folders.has(path.slice(0, -1)) === true) return false;
  const parts = path.slice(0, -1).split('/');
  return parts.some((_, i) => folder.gitRules.verdict(`${parts.slice(0, i + 1).join('/')}/`) === 'ignored');
}

/** What git's side of a folder is: its place in the repository, what is tracked, and the ignore rules down to it. */
function scopeOf(repository: Repository | null): Pick<Folder, 'inRepository' | 'scope' | 'gitRules'> {
  if (repository === null || repository.workTree === null) {
    return { inRepository: '', scope: null, gitRules: new IgnoreRules(false) };
  }
  const { config, commonFolder, gitFolder, prefix, workTree } = repository;
  let gitRules = new IgnoreRules(config.getBoolean('core.ignorecase') === true)
    .withFile(globalExcludes(config, workTree), '')
    .withFile(join(commonFolder, 'info', 'exclude'), '');
  // The folder's own ignore file is added when it is listed.
  const above = prefix.split('/').slice(0, -1);
  let at = workTree;
  for (const [i, name] of above.entries()) {
    gitRules = gitRules.withFile(
      join(at, '.gitignore'),
      above
        .slice(0, i)
        .map((part) => `${part}/`)
        .join(''),
    );
    at = join(at, name);
  }
  return { inRepository: prefix, scope: { tracked: readTrackedFiles(gitFolder, repository.objectFormat) }, gitRules };
}

function globalExcludes(config: GitConfig, workTree: string): string {
  const chosen = config.get('core.excludesfile');
  if (chosen !== null && chosen !== '') return followed(resolveConfigPath(chosen, join(workTree, '.git')));
  const home = process.env['HOME'] ?? homedir();
  return followed(join(process.env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git', 'ignore'));
}

/** The person's own file may well be a link, into a folder of settings. */
function followed(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function withOwnIgnoreFiles(folder: Folder, names: ReadonlySet<string>): Folder {
  const hasGit = folder.scope !== null && names.has('.gitignore');
  const hasOwn = names.has('.whenceignore');
  if (!hasGit && !hasOwn) return folder;
  return {
    ...folder,
    gitRules: hasGit
      ? folder.gitRules.withFile(join(folder.absolute, '.gitignore'), folder.inRepository)
      : folder.gitRules,
    ownRules: hasOwn ? folder.ownRules.withFile(join(folder.absolute, '.whenceignore'), folder.path) : folder.ownRules,
    named: hasOwn ? folder.named.withFile(join(folder.absolute, '.whenceignore'), folder.path) : folder.named,
  };
}

const holdsGit = (folder: string): boolean => lstatSync(join(folder, '.git'), { throwIfNoEntry: false }) !== undefined;

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

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const messageOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code;
};
