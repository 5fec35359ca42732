import watcher from '@parcel/watcher';
import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { WhenceError } from '../../shared/errors.ts';
import { findRepository } from '../git/repository/repository.ts';
import { ChangeCollector, type RootChange } from './collector.ts';

export type { RootChange } from './collector.ts';

export interface WatchOptions {
  /** Absolute, real path. */
  readonly root: string;
  /** Folders whose changes are nobody's business: Whence's own data. Absolute. */
  readonly except?: readonly string[];
  /** Told once changes pause, at the latest 1.5 s after the first. */
  readonly onChange: (change: RootChange) => void;
  /** Watching ended by itself; the message says what to do. Changes are then only seen by indexing again. */
  readonly onFailure: (error: WhenceError) => void;
}

export interface RootWatcher {
  close(): Promise<void>;
}

/** Never in the index, and often large: not watched at all. */
const neverWatched = [
  '**/.git/**',
  '**/.hg/**',
  '**/.svn/**',
  '**/node_modules/**',
  '**/.venv/**',
  '**/__pycache__/**',
];
/** Parts of a git folder that change without any change of HEAD, index or refs. */
const gitNoise = ['objects', 'lfs', 'modules', 'logs', 'hooks', 'annex', 'worktrees', 'rr-cache', 'subtree-cache'];
/** A change of one of these can change what belongs to the index anywhere below. */
const rules = /(?:^|\/)(?:\.gitignore|\.whenceignore|\.gitmodules)$/;

const quietMs = 250;
const patienceMs = 1500;

/**
 * Watches a root, and HEAD, index and refs of its repository. Nothing runs while nothing changes. Throws NOT_SUPPORTED, saying
 * what to do, where watching is impossible (a limit of the system, some network drives).
 */
export async function watchRoot(options: WatchOptions): Promise<RootWatcher> {
  const { root } = options;
  const collector = new ChangeCollector({ quietMs, patienceMs, tell: options.onChange });
  const subscriptions: watcher.AsyncSubscription[] = [];
  const close = async (): Promise<void> => {
    collector.stop();
    await Promise.all(subscriptions.splice(0).map((subscription) => subscription.unsubscribe()));
  };
  const fail = (cause: unknown): void => {
    void close();
    options.onFailure(cannotWatch(root, cause));
  };
  try {
    subscriptions.push(
      await watcher.subscribe(
        root,
        (error, events) => {
          if (error === null) collector.add(sort(root, events, options.except ?? []));
          else if (isOverflow(error) && existsSync(root)) collector.add({ everything: true, git: true });
          else fail(error);
        },
        { ignore: neverWatched },
      ),
    );
    const gitFolder = gitFolderOf(root);
    if (gitFolder !== null) subscriptions.push(await watchGit(gitFolder, collector));
  } catch (cause) {
    await close();
    throw cannotWatch(root, cause);
  }
  return { close };
}

function gitFolderOf(root: string): string | null {
  const repository = findRepository(root);
  return repository === null || repository.bare ? null : repository.gitFolder;
}

function watchGit(gitFolder: string, collector: ChangeCollector): Promise<watcher.AsyncSubscription> {
  return watcher.subscribe(
    gitFolder,
    (error, events) => {
      if (error !== null) {
        collector.add({ everything: true, git: true });
        return;
      }
      const names = events.map((event) => relative(gitFolder, event.path).split(sep).join('/'));
      const telling = names.filter((name) => !name.endsWith('.lock') && !name.startsWith('..'));
      if (telling.length === 0) return;
      // What is tracked, or ignored, may be something else now; a moved ref alone changes no file.
      const everything = telling.some((name) => name === 'index' || name === 'HEAD' || name === 'info/exclude');
      collector.add({ git: true, everything });
    },
    { ignore: gitNoise },
  );
}

/** Events of the root as a change: paths, or everything when rules changed. */
function sort(
  root: string,
  events: readonly watcher.Event[],
  except: readonly string[],
): { paths: readonly string[]; everything: boolean } {
  const paths = events
    .filter((event) => !except.some((folder) => event.path === folder || event.path.startsWith(folder + sep)))
    .map((event) => relative(root, event.path).split(sep).join('/'))
    .filter((path) => path !== '.git' && !path.startsWith('.git/'));
  return {
    paths: paths.filter((path) => path !== ''),
    everything: paths.some((path) => path === '' || rules.test(path)),
  };
}

const isOverflow = (error: Error): boolean => /dropped|overflow|must be re-?scanned/i.test(error.message);

function cannotWatch(root: string, cause: unknown): WhenceError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const limit = /no space left|ENOSPC|too many open files|EMFILE|inotify/i.test(message);
  const words = limit
    ? `Changes in ${root} can't be watched: the system's limit of watched folders is reached (on Linux fs.inotify.max_user_watches). Raise it, or index again by hand after changes.`
    : `Changes in ${root} can't be watched (${message}). Index again by hand after changes.`;
  return new WhenceError('NOT_SUPPORTED', words, { cause, data: { root } });
}
