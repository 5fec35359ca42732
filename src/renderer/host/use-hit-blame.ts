import { useEffect } from 'react';
import { create } from 'zustand';
import type { HitBlame } from '../../shared/contract/git.ts';
import { useClient } from './client-context.tsx';

interface HitBlames {
  /** By `repositoryId:chunkId`. */
  readonly known: ReadonlyMap<string, HitBlame>;
}

const useStore = create<HitBlames>(() => ({ known: new Map() }));

const keyOf = (repositoryId: string, chunkId: number): string => `${repositoryId}:${chunkId}`;

const put = (entries: Iterable<readonly [string, HitBlame]>): void =>
  useStore.setState(({ known }) => ({ known: new Map([...known, ...entries]) }));

export const useHitBlame = (repositoryId: string, chunkId: number): HitBlame | null =>
  useStore(({ known }) => known.get(keyOf(repositoryId, chunkId)) ?? null);

/** Forgets what is known, for when files or commits have changed. */
export const forgetHitBlame = (): void => useStore.setState({ known: new Map() });

/** Milliseconds that scrolling must rest before authors are asked for. */
const rest = 60;
/** Milliseconds after which those not known yet are asked for again: blame is computed in the background. */
const again = 2500;
/** The contract's limit per call. */
const perCall = 500;

/** Asks for author and age of the hits in sight, again and again until each is known or out of sight. */
export function useHitBlameOf(repositoryId: string, chunkIds: readonly number[], enabled: boolean): void {
  const client = useClient();
  const wanted = chunkIds.join(' ');
  useEffect(() => {
    if (!enabled || wanted === '') return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      const { known } = useStore.getState();
      const missing = wanted
        .split(' ')
        .map(Number)
        .filter((id) => !known.has(keyOf(repositoryId, id)))
        .slice(0, perCall);
      if (missing.length === 0) return;
      try {
        const found = await client.call('git.blameHits', { repositoryId, chunkIds: missing }, abort.signal);
        put(found.map((hit) => [keyOf(repositoryId, hit.chunkId), hit]));
      } catch {
        // Author and age are extras of a row: without them it stays as it is. The blame beside the text says why.
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void ask(), again);
    };
    timer = setTimeout(() => void ask(), rest);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, repositoryId, wanted, enabled]);
}
