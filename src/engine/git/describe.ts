import { statSync } from 'node:fs';
import type { BlameEngineName } from '../../shared/contract/git.ts';
import type { GitState, RootKind } from '../../shared/contract/repositories.ts';
import { locateGit } from './executable/locate.ts';
import { findOddFile } from './repository/odd-files.ts';
import { isUnsafe } from './repository/ownership.ts';
import { type Head, readHead, usesReftable } from './repository/refs.ts';
import { findRepository, type Repository } from './repository/repository.ts';
import type { GitDescription } from './types.ts';

const idShown = 7;

/** State, branch and engine of a root. Reads a handful of files and runs nothing of the repository. */
export async function describeGit(root: string): Promise<GitDescription> {
  const repository = statSync(root).isDirectory() ? findRepository(root) : null;
  const git = await locateGit();
  const gitVersion = git?.version ?? null;
  if (!repository) {
    const me = { name: null, email: null };
    return { state: 'none', kind: 'folder', branch: null, head: null, topLevel: null, engine: null, gitVersion, me };
  }
  const found = await readHead(repository).catch(() => null);
  const head = found ?? { commit: null, branch: null };
  const state = stateOf(repository, found);
  return {
    state,
    kind: kindOf(repository),
    branch:
      head.commit === null && state === 'unborn'
        ? head.branch
        : (head.branch ?? head.commit?.slice(0, idShown) ?? null),
    head: head.commit,
    topLevel: repository.workTree,
    engine: engineOf(repository, { state, hasGit: git !== null }),
    gitVersion,
    me: { name: repository.config.get('user.name'), email: repository.config.get('user.email') },
  };
}

/** `head`: null where it can't be read, which is no sign of a repository without commits. */
function stateOf(repository: Repository, head: Head | null): GitState {
  if (repository.bare) return 'bare';
  if (isUnsafe(repository)) return 'unsafe';
  if (head !== null && head.commit === null) return 'unborn';
  if (repository.partial) return 'partial';
  return repository.objectFormat === 'sha256' ? 'sha256' : 'ready';
}

/** As the workers choose: git where it is found and reads the repository, else the engine that runs nothing. */
function engineOf(repository: Repository, about: { state: GitState; hasGit: boolean }): BlameEngineName | null {
  if (repository.bare) return null;
  if (about.hasGit && about.state !== 'unsafe' && findOddFile(repository) === null) return 'git';
  return usesReftable(repository) ? null : 'isomorphic';
}

function kindOf(repository: Repository): RootKind {
  if (repository.prefix !== '') return 'repository-folder';
  return repository.linkedWorktree ? 'worktree' : 'repository';
}
