import { WhenceError } from '../../shared/errors.ts';
import type { Handlers } from '../../shared/contract/index.ts';
import type { Consent } from '../consent.ts';
import type { EngineContext } from '../engine-context.ts';
import { browseFolder } from '../repositories/browse.ts';
import { readText } from '../repositories/read-text.ts';
import type { Repositories } from '../repositories/repositories.ts';

type RepositoryCalls = Pick<Handlers, Extract<keyof Handlers, `repositories.${string}`>>;

export function repositoryHandlers(
  context: EngineContext & { readonly consent: Consent },
  repositories: Repositories,
): RepositoryCalls {
  return {
    'repositories.list': async () => repositories.list(),
    'repositories.open': async ({ path, confirmed, replace }) => {
      const opened = await repositories.open(path, { ...(confirmed && { confirmed }), ...(replace && { replace }) });
      return opened.state.summary();
    },
    'repositories.close': async ({ repositoryId }) => {
      await repositories.close(repositoryId);
      return null;
    },
    'repositories.show': async ({ repositoryId }, { signal }) => {
      await repositories.show(repositoryId, signal);
      return null;
    },
    'repositories.status': async ({ repositoryId }) => (await repositories.get(repositoryId)).state.summary(),
    'repositories.remove': async ({ repositoryId, deleteIndex }) => {
      await repositories.remove(repositoryId, deleteIndex);
      return null;
    },
    'repositories.browse': async ({ path, hidden }) => browseFolder(path, hidden ?? false),
    'repositories.pick': async () => {
      if (!context.host.pickFolder) {
        throw new WhenceError('NOT_SUPPORTED', 'There is no folder dialog here: choose a folder in the list.');
      }
      const path = await context.host.pickFolder();
      if (path === null) return null;
      await context.consent.noteNamed(path);
      return { path };
    },
    'repositories.asked': async (_request, { signal }) => {
      if (!context.host.nextAsked) return untilAborted(signal);
      const place = await context.host.nextAsked(signal);
      // The host has it from the person, or has asked.
      await context.consent.noteNamed(place.root);
      return place;
    },
    'repositories.readFile': async ({ repositoryId, path }) => {
      const { root } = await repositories.get(repositoryId);
      return readText(root.path, path);
    },
  };
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(new WhenceError('CANCELLED', 'The request was cancelled.'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
