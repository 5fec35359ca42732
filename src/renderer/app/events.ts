import type { QueryClient } from '@tanstack/react-query';
import type { CallName } from '../../shared/contract/index.ts';
import type { RepositorySummary } from '../../shared/contract/repositories.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { noteMigration } from '../frame/use-open.ts';
import type { Client } from '../host/client.ts';
import { callKey } from '../host/use-call.ts';
import { forgetHitBlame } from '../host/use-hit-blame.ts';
import { noteAsking } from './asking-banner.tsx';

/** Calls whose answers rest on the files and the index: asked again when either has changed. */
const restsOnFiles: ReadonlySet<unknown> = new Set<CallName>([
  'search.query',
  'repositories.readFile',
  'git.blame',
  'git.facets',
  'git.fileHistory',
  'git.lineHistory',
]);

const answersChanged = (old: RepositorySummary | undefined, now: RepositorySummary): boolean =>
  old !== undefined && (old.lastIndexed !== now.lastIndexed || old.branch !== now.branch);

function applySummary(queries: QueryClient, summary: RepositorySummary): void {
  const { repositoryId } = summary;
  const key = callKey('repositories.status', { repositoryId });
  const old = queries.getQueryData<RepositorySummary>(key);
  queries.setQueryData(key, summary);
  queries.setQueryData<readonly RepositorySummary[]>(callKey('repositories.list', {}), (list) =>
    list?.map((entry) => (entry.repositoryId === repositoryId ? summary : entry)),
  );
  if (answersChanged(old, summary)) {
    forgetHitBlame();
    void queries.invalidateQueries({ predicate: ({ queryKey }) => restsOnFiles.has(queryKey[0]) });
  }
}

/** Blame on screen is made by the engine that is chosen now. */
function applySettings(queries: QueryClient, settings: Settings): void {
  const key = callKey('settings.get', {});
  const old = queries.getQueryData<Settings>(key);
  queries.setQueryData(key, settings);
  if (old?.blameEngine !== settings.blameEngine) void queries.invalidateQueries({ queryKey: ['git.blame'] });
}

/** Writes what the host announces into the kept answers; returns how to stop. */
export function followEvents(client: Client, queries: QueryClient): () => void {
  const stops = [
    client.on('repositories.changed', (summary) => applySummary(queries, summary)),
    client.on('indexing.progress', (progress) => {
      queries.setQueryData(callKey('indexing.progress', { repositoryId: progress.repositoryId }), progress);
      if (progress.state === 'done') void queries.invalidateQueries({ queryKey: ['search.query'] });
    }),
    client.on('repositories.migrating', noteMigration),
    client.on('settings.asking', noteAsking),
    client.on('updates.changed', (state) => queries.setQueryData(callKey('updates.state', {}), state)),
    client.on('settings.changed', (settings) => applySettings(queries, settings)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
