import type { Handlers } from '../../shared/contract/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { containedPath } from '../repositories/contained-path.ts';
import type { Repositories } from '../repositories/repositories.ts';

type GitCalls = Pick<Handlers, Extract<keyof Handlers, `git.${string}`>>;

export function gitHandlers(context: Pick<EngineContext, 'emit'>, repositories: Repositories): GitCalls {
  return {
    'git.blame': async ({ repositoryId, ...request }, { signal }) => {
      const { git, root } = await repositories.get(repositoryId);
      // Without a revision the file on disk is read, which must lie inside the root with all its links followed.
      if (request.revision === undefined) await containedPath(root.path, request.path);
      const { path, revision = null } = request;
      return git.blame(request, {
        signal,
        onLines: (lines) => context.emit('git.blameLines', { repositoryId, path, revision, lines }),
      });
    },
    'git.fileHistory': async ({ repositoryId, ...request }, { signal }) =>
      (await repositories.get(repositoryId)).git.fileHistory(request, { signal }),
    'git.lineHistory': async ({ repositoryId, ...request }, { signal }) =>
      (await repositories.get(repositoryId)).git.lineHistory(request, { signal }),
    'git.commit': async ({ repositoryId, commit }, { signal }) =>
      (await repositories.get(repositoryId)).git.commit(commit, { signal }),
    'git.diff': async ({ repositoryId, commit, path }, { signal }) =>
      (await repositories.get(repositoryId)).git.diff({ commit, path }, { signal }),
    'git.readFile': async ({ repositoryId, path, revision }, { signal }) => ({
      text: await (await repositories.get(repositoryId)).git.readFile({ path, revision }, { signal }),
    }),
    'git.blameHits': async ({ repositoryId, chunkIds }) =>
      (await repositories.get(repositoryId)).blame.ofHits(chunkIds),
    'git.facets': async ({ repositoryId, chunkIds }) => (await repositories.get(repositoryId)).blame.facets(chunkIds),
  };
}
