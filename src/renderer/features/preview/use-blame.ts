import { useEffect, useMemo, useState } from 'react';
import type { Blame, BlameLine } from '../../../shared/contract/git.ts';
import type { WhenceError } from '../../../shared/errors.ts';
import { useClient } from '../../host/client-context.tsx';
import { useAction, useCall } from '../../host/use-call.ts';

export interface BlameView {
  /** By 1-based line. */
  readonly lines: ReadonlyMap<number, BlameLine>;
  readonly loading: boolean;
  readonly error: WhenceError | null;
  /** Goes on past a limit or a time budget; null when there is nothing to go on with. */
  readonly goOn: (() => void) | null;
  readonly goingOn: boolean;
}

const none: ReadonlyMap<number, BlameLine> = new Map();

/** Lines that arrive while a blame is being computed. They belong to one file at one revision. */
function useStreamed(repositoryId: string, path: string, revision: string | null): ReadonlyMap<number, BlameLine> {
  const client = useClient();
  const key = `${repositoryId}\n${path}\n${revision ?? ''}`;
  const [streamed, setStreamed] = useState({ key, lines: none });
  useEffect(
    () =>
      client.on('git.blameLines', (event) => {
        if (event.repositoryId !== repositoryId || event.path !== path || event.revision !== revision) return;
        setStreamed((old) => ({
          key,
          lines: new Map([
            ...(old.key === key ? old.lines : none),
            ...event.lines.map((line) => [line.line, line] as const),
          ]),
        }));
      }),
    [client, repositoryId, path, revision, key],
  );
  return streamed.key === key ? streamed.lines : none;
}

/** Who wrote each line of a file: painted as it becomes known, cancelled when the file is left. */
export function useBlame(input: {
  readonly repositoryId: string;
  readonly path: string;
  readonly revision: string | null;
  readonly enabled: boolean;
}): BlameView {
  const { repositoryId, path, revision, enabled } = input;
  const request = { repositoryId, path, ...(revision === null ? {} : { revision }) };
  const call = useCall('git.blame', request, { enabled: enabled && path !== '', staleAfter: 60_000 });
  const forced = useAction('git.blame');
  const streamed = useStreamed(repositoryId, path, revision);
  const forcedBlame: Blame | undefined =
    forced.data?.path === path && forced.data.revision === revision ? forced.data : undefined;
  const blame = forcedBlame ?? call.data;
  const lines = useMemo(() => {
    if (blame === undefined) return streamed;
    const known = new Map(blame.lines.map((line) => [line.line, line] as const));
    return blame.complete ? known : new Map([...streamed, ...known]);
  }, [blame, streamed]);
  const unfinished = blame !== undefined && !blame.complete;
  const error = forced.error ?? (call.error?.code === 'CANCELLED' ? null : call.error);
  const canForce = unfinished || error?.code === 'GIT_OVER_LIMIT' || error?.code === 'GIT_TIME_BUDGET';
  return {
    lines,
    loading: enabled && (call.isFetching || forced.isPending),
    error: enabled && !forced.isPending && forcedBlame === undefined ? error : null,
    goOn: enabled && canForce ? () => forced.mutate({ ...request, force: true }) : null,
    goingOn: forced.isPending,
  };
}
