import type { Handlers } from '../../shared/contract/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { SearchHistory } from '../search/search-history.ts';
import type { Repositories } from '../repositories/repositories.ts';

type SearchCalls = Pick<Handlers, Extract<keyof Handlers, `search.${string}`>>;

export function searchHandlers(
  { dataFolder }: Pick<EngineContext, 'dataFolder'>,
  repositories: Repositories,
): SearchCalls {
  const history = new SearchHistory(dataFolder);
  return {
    'search.query': async ({ repositoryId, ...request }, { signal }) => {
      const opened = await repositories.get(repositoryId);
      const answer = await opened.search.service.query(request, signal);
      opened.searchTimes.record(answer.tookMs);
      return answer;
    },
    'search.complete': async ({ repositoryId, text, cursor }) =>
      (await repositories.get(repositoryId)).search.service.complete(text, cursor),
    'search.history': ({ repositoryId }) => history.of(repositoryId),
    'search.remember': async ({ repositoryId, text }) => {
      await repositories.get(repositoryId);
      return history.add(repositoryId, text);
    },
  };
}
