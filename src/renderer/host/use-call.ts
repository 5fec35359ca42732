import {
  keepPreviousData,
  type QueryKey,
  useMutation,
  type UseMutationResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { Answer, CallName, Request } from '../../shared/contract/index.ts';
import { toErrorShape, WhenceError } from '../../shared/errors.ts';
import { useClient } from './client-context.tsx';

interface CallOptions {
  readonly enabled?: boolean;
  /** Shows the last answer until the next one is there, so that nothing jumps. */
  readonly keep?: boolean;
  /** Milliseconds between repeats, or false. */
  readonly every?: number | false;
  /** Milliseconds during which a kept answer is taken as it is; forever when absent (events refresh what changes). */
  readonly staleAfter?: number;
}

export const callKey = <Name extends CallName>(name: Name, request: Request<Name>): QueryKey => [name, request];

/** The answer of a call, kept by its request; leaving the component or asking anew cancels it. */
export function useCall<Name extends CallName>(
  name: Name,
  request: Request<Name>,
  options: CallOptions = {},
): UseQueryResult<Answer<Name>, WhenceError> {
  const client = useClient();
  return useQuery<Answer<Name>, WhenceError>({
    queryKey: callKey(name, request),
    queryFn: ({ signal }) => client.call(name, request, signal),
    enabled: options.enabled ?? true,
    staleTime: options.staleAfter ?? Infinity,
    refetchInterval: options.every ?? false,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A call made on demand: `mutate(request)`; its error stays until the next one. */
export function useAction<Name extends CallName>(
  name: Name,
): UseMutationResult<Answer<Name>, WhenceError, Request<Name>> {
  const client = useClient();
  return useMutation<Answer<Name>, WhenceError, Request<Name>>({
    mutationFn: async (request) => {
      try {
        return await client.call(name, request);
      } catch (thrown) {
        throw thrown instanceof WhenceError ? thrown : WhenceError.from(toErrorShape(thrown));
      }
    },
  });
}
