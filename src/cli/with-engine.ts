import { existsSync } from 'node:fs';
import { indexFileOf } from '../engine/data-folder.ts';
import { commandCapabilities } from '../engine/host-capabilities.ts';
import { openLogFile } from '../engine/log/index.ts';
import type { Engine } from '../engine/engine.ts';
import type { Emit, EventName, Events } from '../shared/contract/index.ts';
import type { RepositorySummary } from '../shared/contract/repositories.ts';
import { WhenceError } from '../shared/errors.ts';
import { createMigrationView } from './migration-view.ts';
import { type CommonOptions, dataFolderOf } from './options.ts';

/** What a command works with: the engine and one opened root. */
export interface Session {
  readonly engine: Engine;
  readonly repository: RepositorySummary;
  /** Hears one kind of event until the command ends. */
  listen<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): void;
  /** For handlers: never aborted, the command line cancels by ending. */
  readonly context: { readonly signal: AbortSignal };
}

export interface SessionOptions extends CommonOptions {
  /** Whether the command changes the index: it then becomes its one writer, and creates it where there is none. */
  readonly writes: boolean;
  /** A wide root (home, a whole disk) was confirmed. */
  readonly confirmed?: boolean;
  /** Keep an index aside that can't be opened, and begin a new one. */
  readonly replace?: boolean;
}

type Listeners = { [Name in EventName]?: (payload: Events[Name]) => void };

/** Opens the engine and a root, runs a command on them and closes both, whatever happens. */
export async function withRoot<T>(
  root: string,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { createEngine } = await import('../engine/engine.ts');
  const listeners: Listeners = options.json ? {} : { 'repositories.migrating': createMigrationView() };
  const emit: Emit = (name, payload) => listeners[name]?.(payload);
  const engine = await createEngine({
    dataFolder: dataFolderOf(options),
    emit,
    host: { ...commandCapabilities, kind: 'cli', log: openLogFile(dataFolderOf(options)) },
    writes: options.writes,
  });
  const context = { signal: new AbortController().signal };
  try {
    const repository = await engine.handlers['repositories.open'](
      { path: root, confirmed: options.confirmed ?? !options.writes, replace: options.replace },
      context,
    );
    return await work({
      engine,
      repository,
      listen: (name, listener) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the name is the listener's own
        listeners[name] = listener as Listeners[typeof name];
      },
      context,
    });
  } finally {
    await engine.close();
  }
}

/** The index file of a root. Throws INDEX_MISSING where there is none, and makes none. */
export async function findIndex(path: string, options: CommonOptions): Promise<{ root: string; indexFile: string }> {
  const { resolveRoot } = await import('../engine/repositories/root.ts');
  const root = await resolveRoot(path);
  const indexFile = indexFileOf(dataFolderOf(options), root.repositoryId);
  if (!existsSync(indexFile)) throw notIndexed(root.path);
  return { root: root.path, indexFile };
}

/** Throws INDEX_MISSING for a root whose index was only just begun. */
export function requireIndex(repository: RepositorySummary): void {
  if (repository.state === 'not-indexed') throw notIndexed(repository.root);
}

const notIndexed = (root: string): WhenceError => new WhenceError('INDEX_MISSING', `${root} is not indexed yet.`);
