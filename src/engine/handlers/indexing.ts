import type { Handlers } from '../../shared/contract/index.ts';
import { readMetrics } from '../repositories/metrics.ts';
import type { Repositories } from '../repositories/repositories.ts';

type IndexingCalls = Pick<Handlers, Extract<keyof Handlers, `indexing.${string}`>>;

/** Skipped files listed unless a caller wants more. */
const skippedShown = 1000;

export function indexingHandlers(repositories: Repositories): IndexingCalls {
  return {
    'indexing.start': async ({ repositoryId, phase, rebuild, retryFailed }) => {
      const { indexing } = await repositories.get(repositoryId);
      return indexing.controller.start({
        ...(phase && { phase }),
        ...(rebuild && { rebuild }),
        ...(retryFailed && { retryFailed }),
      });
    },
    'indexing.pause': async ({ repositoryId }) => (await repositories.get(repositoryId)).indexing.controller.pause(),
    'indexing.resume': async ({ repositoryId }) => (await repositories.get(repositoryId)).indexing.controller.resume(),
    'indexing.cancel': async ({ repositoryId }) => (await repositories.get(repositoryId)).indexing.controller.cancel(),
    'indexing.progress': async ({ repositoryId }) => (await repositories.get(repositoryId)).indexing.progress,
    'indexing.skipped': async ({ repositoryId, limit }) => {
      const { index } = await repositories.get(repositoryId);
      return index.requireReader().skipped(limit ?? skippedShown);
    },
    'indexing.verify': async ({ repositoryId, repair }) => (await repositories.get(repositoryId)).verify(repair),
    'indexing.metrics': async ({ repositoryId }) => {
      const { index } = await repositories.get(repositoryId);
      return readMetrics(index.requireReader());
    },
  };
}
