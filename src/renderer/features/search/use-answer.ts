import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SearchAnswer } from '../../../shared/contract/search.ts';
import type { WhenceError } from '../../../shared/errors.ts';
import { useCall } from '../../host/use-call.ts';
import { joinQuery } from './query-text.ts';
import { remember, setStopped, takeResults, useSearch } from './search-store.ts';

/** Milliseconds of quiet before a query is sent: below what is felt, above the gap between two keys pressed at once. */
const quiet = 25;
/** Milliseconds a query must stand before it counts as a search worth remembering. */
const settled = 1500;

function useSettled<Value>(value: Value, delay: number): Value {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return late;
}

export interface AnswerView {
  /** The latest answer; of an older query while `searching`. */
  readonly answer: SearchAnswer | null;
  readonly searching: boolean;
  /** The answer shown is that of an earlier query. */
  readonly older: boolean;
  /** The person did not want to wait for the answer. */
  readonly stopped: boolean;
  /** Gives up waiting; false when nothing is waited for. */
  readonly stop: () => boolean;
  readonly error: WhenceError | null;
  readonly retry: () => void;
}

/** The answer to what the box holds. Older requests are cancelled; their answer stays until the new one is there. */
export function useAnswer(repositoryId: string, options: { readonly repeat: boolean }): AnswerView {
  const query = useSearch(({ content }) => joinQuery(content));
  const mode = useSearch((state) => state.mode);
  const limit = useSearch((state) => state.limit);
  const text = useSettled(query, quiet);
  const queries = useQueryClient();
  const stopped = useSearch((state) => state.stopped);
  const enabled = text !== '' && query !== '' && !stopped;
  const call = useCall(
    'search.query',
    { repositoryId, text, mode, limit, session: 'window' },
    { enabled, keep: true, every: enabled && options.repeat ? 1000 : false, staleAfter: 30_000 },
  );
  const answer = enabled ? (call.data ?? null) : null;
  const { isPlaceholderData } = call;

  useEffect(() => {
    if (answer !== null && !isPlaceholderData) takeResults(answer.results);
    if (answer === null) takeResults([]);
  }, [answer, isPlaceholderData]);

  const standing = useSettled(query, settled);
  useEffect(() => remember(standing), [standing]);

  const error = enabled && call.error !== null && call.error.code !== 'CANCELLED' ? call.error : null;
  return {
    answer: error === null ? answer : null,
    searching: enabled && (call.isFetching || isPlaceholderData || text !== query),
    older: answer !== null && (text !== query || (isPlaceholderData && answer.query !== text)),
    stopped,
    stop: () => {
      if (!enabled || !(call.isPending || isPlaceholderData || text !== query)) return false;
      setStopped(true);
      void queries.cancelQueries({ queryKey: ['search.query'] });
      return true;
    },
    error,
    retry: () => {
      setStopped(false);
      if (!stopped) void call.refetch();
    },
  };
}
