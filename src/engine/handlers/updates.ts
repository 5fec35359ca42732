import type { Handlers } from '../../shared/contract/index.ts';
import type { UpdateState } from '../../shared/contract/updates.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { EngineContext } from '../engine-context.ts';
import { noteVersion, readNews } from '../updates/news.ts';

type UpdatesCalls = Pick<Handlers, Extract<keyof Handlers, `updates.${string}`>>;

const elsewhere: UpdateState = {
  kind: 'unavailable',
  why: 'Only the desktop app updates itself. This Whence is brought up to date where it was installed.',
};

/** Nothing is looked up unless the setting says so: a call of the window is no yes of the person. */
export function updatesHandlers(context: EngineContext): UpdatesCalls {
  const { host, settings, dataFolder, appVersion } = context;
  const state = (): UpdateState => host.updater?.state() ?? elsewhere;
  const allowed = (): NonNullable<typeof host.updater> => {
    if (host.updater === undefined || settings.get().updates === 'off') {
      throw new WhenceError('BAD_REQUEST', 'Updates are off: switch them on in the settings first.');
    }
    return host.updater;
  };
  host.updater?.onChange((changed) => context.emit('updates.changed', changed));
  host.updater?.follow(settings.get().updates);
  return {
    'updates.state': state,
    'updates.check': async () => {
      await allowed().check();
      return state();
    },
    'updates.download': async () => {
      await allowed().download();
      return state();
    },
    'updates.install': async () => {
      await allowed().install();
      return null;
    },
    'updates.news': () => readNews(dataFolder, appVersion),
    'updates.newsSeen': () => {
      noteVersion(dataFolder, appVersion);
      return null;
    },
  };
}
