import { statSync } from 'node:fs';
import type { GitState, RootKind } from '../../shared/contract/repositories.ts';
import { locateGit } from './executable/locate.ts';
import { isUnsafe } from './repository/ownership.ts';
import { readHead } from './repository/refs.ts';
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
  const head = await readHead(repository).catch(() => ({ commit: null, branch: null }));
  const state = stateOf(repository, head.commit);
  return {
    state,
    kind: kindOf(repository),
    branch:
      head.commit === null && state === 'unborn'
        ? head.branch
        : (head.branch ?? head.commit?.slice(0, idShown) ?? null),
    head: head.commit,
    topLevel: repository.workTree,
    engine: repository.bare ? null : git && state !== 'unsafe' ? 'git' : 'isomorphic',
    gitVersion,
    me: { name: repository.config.get('user.name'), email: repository.config.get('user.email') },
  };
}

function stateOf(repository: Repository, head: string | null): GitState {
  if (repository.bare) return 'bare';
  if (isUnsafe(repository)) return 'unsafe';
  if (head === null && repository.config.get('extensions.refstorage') !== 'reftable') return 'unborn';
  if (repository.partial) return 'partial';
  return repository.objectFormat === 'sha256' ? 'sha256' : 'ready';
}

function kindOf(repository: Repository): RootKind {
  if (repository.prefix !== '') return 'repository-folder';
  return repository.linkedWorktree ? 'worktree' : 'repository';
}
