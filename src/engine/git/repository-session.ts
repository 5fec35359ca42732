import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BlameEngineChoice } from '../../shared/contract/git.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { GitEngine } from './engine.ts';
import { ExecutableEngine } from './executable/engine.ts';
import { locateGit } from './executable/locate.ts';
import { IsomorphicEngine } from './isomorphic/engine.ts';
import { RecentBlame } from './recent-blame.ts';
import { findOddFile } from './repository/odd-files.ts';
import { openRepository, type Repository, repositoryOfPath } from './repository/repository.ts';

/** A file inside a repository: a submodule's files belong to the submodule. */
export interface LocatedFile {
  readonly session: RepositorySession;
  /** Relative to that repository's working tree. */
  readonly path: string;
  /** A path of that repository as seen from the opened root. */
  readonly visible: (path: string) => string;
}

/** Changes whenever a file changed that is read once per session. */
export function freshnessOf(repository: Repository): string {
  const { commonFolder, gitFolder, workTree } = repository;
  const files = [
    join(commonFolder, 'config'),
    join(gitFolder, 'config.worktree'),
    join(commonFolder, 'packed-refs'),
    join(commonFolder, 'shallow'),
    join(commonFolder, 'refs', 'replace'),
    join(commonFolder, 'info', 'grafts'),
    ...(workTree === null ? [] : [join(workTree, '.mailmap')]),
  ];
  return files
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat ? `${stat.mtimeMs}:${stat.size}` : '-';
    })
    .join('|');
}

/** One opened repository in a worker: its engines are made when first needed, and keep their caches. */
export class RepositorySession {
  readonly repository: Repository;
  readonly recentBlame = new RecentBlame();
  #isomorphic: Promise<IsomorphicEngine> | null = null;
  #executable: Promise<ExecutableEngine | null> | null = null;
  readonly #inner = new Map<string, RepositorySession>();

  constructor(repository: Repository) {
    this.repository = repository;
  }

  static open(root: string): RepositorySession {
    return new RepositorySession(openRepository(root));
  }

  /** Throws PATH_OUTSIDE_ROOT for a path that leaves the root. */
  locate(path: string): LocatedFile {
    if (path.startsWith('/') || path.split('/').some((part) => part === '..' || part === '.' || part === '')) {
      throw new WhenceError('PATH_OUTSIDE_ROOT', `${path} is not a path inside the opened folder.`);
    }
    if (path.includes('\u{fffd}') && !existsSync(join(this.repository.root, path))) {
      throw new WhenceError(
        'NOT_SUPPORTED',
        `The name of ${path} is not UTF-8, so no blame or history can be asked for by it. Rename it with "git mv".`,
      );
    }
    const found = repositoryOfPath(this.repository, path);
    if (found.repository === this.repository) {
      const { prefix } = this.repository;
      return { session: this, path: found.path, visible: (each) => relativeTo(prefix, each) };
    }
    const key = found.repository.gitFolder;
    const session = this.#inner.get(key) ?? new RepositorySession(found.repository);
    this.#inner.set(key, session);
    const folder = path.slice(0, path.length - found.path.length);
    return { session, path: found.path, visible: (each) => folder + each };
  }

  /** The engine of this choice. Throws NOT_SUPPORTED when git was asked for and there is none. */
  async engine(choice: BlameEngineChoice): Promise<GitEngine> {
    if (this.repository.bare) {
      throw new WhenceError('GIT_BARE', 'This is a bare repository: it has no files to blame. Open a clone of it.');
    }
    const odd = choice === 'isomorphic' ? null : findOddFile(this.repository);
    if (odd !== null && choice === 'git') {
      throw new WhenceError(
        'GIT_FAILED',
        `${odd} is no ordinary file, so git is not started here: it would wait or never end. Remove it, or choose another blame engine.`,
      );
    }
    if (choice !== 'isomorphic' && odd === null) {
      const executable = await this.#executableEngine();
      if (executable) return executable;
      if (choice === 'git') {
        throw new WhenceError('NOT_SUPPORTED', 'No git executable of version 2.30 or newer was found in PATH.');
      }
    }
    return this.isomorphicEngine();
  }

  isomorphicEngine(): Promise<IsomorphicEngine> {
    this.#isomorphic ??= IsomorphicEngine.open(this.repository);
    return this.#isomorphic;
  }

  close(): void {
    for (const session of this.#inner.values()) session.close();
    void this.#isomorphic?.then((engine) => engine.close(), ignore);
    void this.#executable?.then((engine) => engine?.close(), ignore);
  }

  #executableEngine(): Promise<ExecutableEngine | null> {
    this.#executable ??= locateGit().then((git) =>
      git ? new ExecutableEngine(git, this.repository, () => this.isomorphicEngine()) : null,
    );
    return this.#executable;
  }
}

const ignore = (): void => undefined;

function relativeTo(prefix: string, path: string): string {
  if (path.startsWith(prefix)) return path.slice(prefix.length);
  return '../'.repeat(prefix.split('/').length - 1) + path;
}
