import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type GitConfig, resolveConfigPath } from '../git/repository/config.ts';
import { findRepository, type Repository } from '../git/repository/repository.ts';
import { readTrackedFiles, type TrackedFiles } from './git-index.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { NamedFiles } from './named-files.ts';

/** The repository that a folder of the walk is in. */
interface Scope {
  /** Null when its index can't be read: then the ignore rules alone decide. */
  readonly tracked: TrackedFiles | null;
}

/** A folder of a walk, with the rules that hold in it. */
export interface Folder {
  /** In the system's spelling. */
  readonly absolute: string;
  /** From the root, with `/` at its end; empty at the root. */
  readonly path: string;
  /** From the top of its repository, likewise. */
  readonly inRepository: string;
  readonly scope: Scope | null;
  readonly gitRules: IgnoreRules;
  readonly ownRules: IgnoreRules;
  /** Git ignores the folder, though it tracks something in it: nothing untracked below is wanted, whatever rules say of it. */
  readonly isIgnored: boolean;
  readonly named: NamedFiles;
}

/** The root as a folder of the walk, with the rules that hold above it. */
export function rootFolder(root: string): Folder {
  const repository = findRepository(root);
  const ownRules = new IgnoreRules(false);
  const plain: Folder = {
    absolute: root,
    path: '',
    inRepository: '',
    scope: null,
    gitRules: ownRules,
    ownRules,
    isIgnored: false,
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
export function scopeOf(repository: Repository | null): Pick<Folder, 'inRepository' | 'scope' | 'gitRules'> {
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

/** A `.gitignore` counts in a plain folder too: an unpacked archive of a repository leaves out what its checkout does. */
export function withOwnIgnoreFiles(folder: Folder, names: ReadonlySet<string>): Folder {
  const hasGit = names.has('.gitignore');
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
