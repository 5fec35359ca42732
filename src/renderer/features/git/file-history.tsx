import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import type { HistoryPage } from '../../../shared/contract/git.ts';
import type { WhenceError } from '../../../shared/errors.ts';
import { useClient } from '../../host/client-context.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PanelState } from '../../ui/panel-state.tsx';
import { HistoryList } from './history-list.tsx';

const pageSize = 50;

interface FileHistoryProps {
  readonly repositoryId: string;
  readonly path: string;
  readonly revision: string | null;
}

/** Commits that changed a file, following its renames, page by page. */
export function FileHistory({ repositoryId, path, revision }: FileHistoryProps): ReactNode {
  const client = useClient();
  const request = { repositoryId, path, limit: pageSize, ...(revision === null ? {} : { revision }) };
  const pages = useInfiniteQuery<HistoryPage, WhenceError, { pages: HistoryPage[] }, unknown[], string | null>({
    queryKey: ['git.fileHistory', request],
    queryFn: ({ pageParam, signal }) =>
      client.call('git.fileHistory', { ...request, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.cursor,
    staleTime: Infinity,
  });
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  if (pages.data === undefined) {
    return <PanelState error={pages.error} waiting="Reading the history" onRetry={() => void pages.refetch()} />;
  }
  const entries = pages.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <Empty title="No commit has this file">It is new and not committed yet.</Empty>;
  return (
    <HistoryList entries={entries} onEnd={onEnd}>
      {pages.isFetchingNextPage || pages.error !== null ? (
        <PanelState error={pages.error} waiting="Reading more" onRetry={() => void fetchNextPage()} />
      ) : null}
    </HistoryList>
  );
}
