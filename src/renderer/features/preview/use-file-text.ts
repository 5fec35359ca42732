import type { WhenceError } from '../../../shared/errors.ts';
import { useCall } from '../../host/use-call.ts';

export interface FileTextView {
  /** Path that `text` belongs to: the one before while the next is being read. */
  readonly path: string;
  readonly text: string | null;
  /** How its bytes were read, in words; null for plain UTF-8. */
  readonly decoding: string | null;
  readonly error: WhenceError | null;
  readonly retry: () => void;
}

interface Wanted {
  readonly repositoryId: string;
  readonly path: string;
  readonly revision: string | null;
}

/** Line ends as the editor counts them: LF, CRLF and CR each end a line. */
const normalise = (text: string): string => text.replaceAll(/\r\n?/g, '\n');

/** The text of a file on disk, or at a revision. */
export function useFileText({ repositoryId, path, revision }: Wanted): FileTextView {
  const enabled = path !== '';
  const onDisk = useCall(
    'repositories.readFile',
    { repositoryId, path },
    { enabled: enabled && revision === null, keep: true, staleAfter: 2000 },
  );
  const old = useCall(
    'git.readFile',
    { repositoryId, path, revision: revision ?? 'HEAD' },
    { enabled: enabled && revision !== null },
  );
  const call = revision === null ? onDisk : old;
  return {
    path: revision === null ? (onDisk.data?.path ?? path) : path,
    text: call.data === undefined ? null : normalise(call.data.text),
    decoding: revision === null ? (onDisk.data?.decoding ?? null) : null,
    error: call.error === null || call.error.code === 'CANCELLED' ? null : call.error,
    retry: () => void call.refetch(),
  };
}
