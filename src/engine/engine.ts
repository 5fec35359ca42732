import type { Emit, Handlers } from '../shared/contract/index.ts';
import { silentLog } from '../shared/log.ts';
import { appVersion } from './app-version.ts';
import { Consent } from './consent.ts';
import { prepareDataFolder } from './data-folder.ts';
import { EmbedderHost, forkEmbedder } from './embedding/index.ts';
import type { EngineContext } from './engine-context.ts';
import { gitWorkers } from './git/index.ts';
import { gitHandlers } from './handlers/git.ts';
import { indexingHandlers } from './handlers/indexing.ts';
import { repositoryHandlers } from './handlers/repositories.ts';
import { searchHandlers } from './handlers/search.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { updatesHandlers } from './handlers/updates.ts';
import type { HostPorts } from './host-ports.ts';
import { watchEvents, watchHandlers } from './log/index.ts';
import { endWorkers } from './ingest/index.ts';
import { findModel } from './models/index.ts';
import { RecentRoots } from './repositories/recent.ts';
import { Repositories } from './repositories/repositories.ts';
import { findResources } from './resources.ts';
import { SettingsStore } from './settings/settings-store.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  readonly emit: Emit;
  readonly host: HostPorts;
  /** False for commands that only read: they create nothing and leave the writer's place to others. True unless said. */
  readonly writes?: boolean;
}

/** Everything Whence can do, behind the contract. */
export interface Engine {
  readonly handlers: Handlers;
  /** Blames every file of an open root that needs it, and resolves when all is kept in its index. */
  blameAll(repositoryId: string): Promise<void>;
  /** Pauses what runs, and closes all indexes and processes. */
  close(): Promise<void>;
}

/** Builds an engine. Throws DATA_FOLDER_NOT_WRITABLE. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.host.log ?? silentLog;
  const context = createContext({ ...options, emit: watchEvents(options.emit, log) });
  const consent = new Consent(context.host, new RecentRoots(context.dataFolder), context.emit);
  const repositories = new Repositories(context, { consent });
  const handlers: Handlers = {
    ...repositoryHandlers({ ...context, consent }, repositories),
    ...indexingHandlers(repositories),
    ...searchHandlers(context, repositories),
    ...gitHandlers(context, repositories),
    ...settingsHandlers({ ...context, consent }, repositories),
    ...updatesHandlers(context),
  };
  return {
    handlers: watchHandlers(handlers, log),
    blameAll: async (repositoryId) => (await repositories.get(repositoryId)).blame.all(),
    close: async () => {
      await repositories.closeAll();
      await Promise.all([context.embedder?.stop(), endWorkers(), gitWorkers.stop()]);
    },
  };
}

function createContext({ dataFolder, emit, host, writes = true }: EngineOptions): EngineContext {
  if (writes) prepareDataFolder(dataFolder);
  const settings = new SettingsStore(dataFolder);
  const resources = findResources();
  const model = findModel(resources.models);
  return {
    dataFolder,
    emit,
    host,
    settings,
    resources,
    model,
    embedder:
      model === null
        ? null
        : new EmbedderHost({
            source: model,
            spawn: host.spawnEmbedder ?? (() => forkEmbedder()),
            threads: () => settings.get().embedderThreads,
          }),
    writes,
    appVersion,
  };
}
