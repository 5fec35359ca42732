import { useQueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { MigrationProgress, RepositorySummary } from '../../shared/contract/repositories.ts';
import { type ErrorCode, toErrorShape, WhenceError } from '../../shared/errors.ts';
import { useClient } from '../host/client-context.tsx';
import { callKey } from '../host/use-call.ts';
import { showDialog, showRepository } from './view-store.ts';

interface Opening {
  /** Path being opened, or null. */
  readonly path: string | null;
  /** Why the last one did not open. */
  readonly error: { readonly path: string; readonly message: string; readonly code: ErrorCode | null } | null;
  /** The index being opened is of an older Whence: how far it is on its way to this one. */
  readonly migration: MigrationProgress | null;
  /** A root so large that the host asks first. */
  readonly confirm: { readonly path: string; readonly files: number | null; readonly message: string } | null;
}

export const useOpening = create<Opening>(() => ({ path: null, error: null, migration: null, confirm: null }));

export const dismissOpening = (): void => useOpening.setState({ error: null, confirm: null });

/** Takes note of a migration; what comes after the root was opened is late. */
export const noteMigration = (migration: MigrationProgress): void =>
  useOpening.setState(({ path }) => (path === null ? {} : { migration }));

const startsByItself = (summary: RepositorySummary): boolean =>
  summary.state === 'not-indexed' ||
  (summary.state === 'up-to-date' && summary.writer === null) ||
  // What was mended on opening is made again at once: nobody interrupted it.
  (summary.state === 'interrupted' && summary.notices.length > 0);

export interface OpenOptions {
  /** A home folder or a whole disk is meant. */
  readonly confirmed?: boolean;
  /** Keeps an index aside that can't be opened. */
  readonly replace?: boolean;
}

export interface Opener {
  /** Opens a root and shows it; a new one is indexed at once. */
  readonly open: (path: string, options?: OpenOptions) => Promise<void>;
  /** Lets the person choose a folder: the system's dialog, or our own where there is none. */
  readonly choose: (canPick: boolean) => Promise<void>;
  readonly drop: (file: File) => Promise<void>;
}

/** Ways to open a root. Failures are kept in `useOpening` and shown where the person is. */
export function useOpener(): Opener {
  const client = useClient();
  const queries = useQueryClient();

  const show = (summary: RepositorySummary): void => {
    const { repositoryId } = summary;
    queries.setQueryData(callKey('repositories.status', { repositoryId }), summary);
    void queries.invalidateQueries({ queryKey: callKey('repositories.list', {}) });
    showRepository(summary);
    if (!startsByItself(summary)) return;
    // A failure to start is told by the state of the root, which the host announces.
    client.call('indexing.start', { repositoryId }).catch(() => undefined);
  };

  const open: Opener['open'] = async (path, options = {}) => {
    useOpening.setState({ path, error: null, migration: null, confirm: null });
    try {
      show(await client.call('repositories.open', { path, ...options }));
      useOpening.setState({ path: null, migration: null });
    } catch (thrown) {
      const { code, message, data } = toErrorShape(thrown);
      const files = typeof data?.['files'] === 'number' ? data['files'] : null;
      if (code === 'ROOT_TOO_LARGE')
        useOpening.setState({ path: null, migration: null, confirm: { path, files, message } });
      else useOpening.setState({ path: null, migration: null, error: { path, message, code } });
    }
  };

  return {
    open,
    async choose(canPick) {
      if (!canPick) {
        showDialog('folders');
        return;
      }
      try {
        const picked = await client.call('repositories.pick', {});
        if (picked !== null) await open(picked.path);
      } catch (thrown) {
        if (thrown instanceof WhenceError && thrown.code === 'NOT_SUPPORTED') showDialog('folders');
        else useOpening.setState({ error: { path: '', message: toErrorShape(thrown).message, code: null } });
      }
    },
    async drop(file) {
      const path = client.pathForFile(file);
      if (path !== null && path !== '') {
        await open(path);
        return;
      }
      const message = `The browser does not tell where “${file.name}” lies on this machine. Choose it in the list of folders instead.`;
      useOpening.setState({ error: { path: file.name, message, code: null } });
      showDialog('folders');
    },
  };
}
