import { useEffect } from 'react';
import { create } from 'zustand';
import type { HitBlame } from '../../../shared/contract/git.ts';
import { useClient } from '../../app/client-context.tsx';

interface HitBlames {
  /** By `repositoryId:chunkId`; null while asked for or when there is none. */
  readonly known: ReadonlyMap<string, HitBlame | null>;
}

const useStore = create<HitBlames>(() => ({ known: new Map() }));

const keyOf = (repositoryId: string, chunkId: number): string => `${repositoryId}:${chunkId}`;

const put = (entries: Iterable<readonly [string, HitBlame | null]>): void =>
  useStore.setState(({ known }) => ({ known: new Map([...known, ...entries]) }));

export const useHitBlame = (repositoryId: string, chunkId: number): HitBlame | null =>
  useStore(({ known }) => known.get(keyOf(repositoryId, chunkId)) ?? null);

/** Forgets what is known, for when files or commits have changed. */
export const forgetHitBlame = (): void => useStore.setState({ known: new Map() });

/** Milliseconds that scrolling must rest before authors are asked for. */
const rest = 60;
/** The contract's limit per call. */
const perCall = 500;

/** Asks for author and age of the hits in sight, each once. */
export function useHitBlameOf(repositoryId: string, chunkIds: readonly number[], enabled: boolean): void {
  const client = useClient();
  const wanted = chunkIds.join(' ');
  useEffect(() => {
    if (!enabled || wanted === '') return undefined;
    const timer = setTimeout(() => {
      const { known } = useStore.getState();
      const missing = wanted
        .split(' ')
        .map(Number)
        .filter((id) => !known.has(keyOf(repositoryId, id)))
        .slice(0, perCall);
      if (missing.length === 0) return;
      put(missing.map((id) => [keyOf(repositoryId, id), null]));
      client.call('git.blameHits', { repositoryId, chunkIds: missing }).then(
        (found) => put(found.map((hit) => [keyOf(repositoryId, hit.chunkId), hit])),
        // Author and age are extras of a row: without them it stays as it is. The blame pane says why.
        () => undefined,
      );
    }, rest);
    return () => clearTimeout(timer);
  }, [client, repositoryId, wanted, enabled]);
}
