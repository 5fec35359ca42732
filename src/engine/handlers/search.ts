import type { Handlers } from '../../shared/contract/index.ts';
import type { Repositories } from '../repositories/repositories.ts';

type SearchCalls = Pick<Handlers, Extract<keyof Handlers, `search.${string}`>>;

export function searchHandlers(repositories: Repositories): SearchCalls {
  return {
    'search.query': async ({ repositoryId, ...request }, { signal }) => {
      const opened = await repositories.get(repositoryId);
      const answer = await opened.search.query(request, signal);
      opened.recordSearch(answer.tookMs);
      return answer;
    },
    'search.complete': async ({ repositoryId, text, cursor }) =>
      (await repositories.get(repositoryId)).search.complete(text, cursor),
  };
}
