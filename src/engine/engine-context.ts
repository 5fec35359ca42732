import type { Emit } from '../shared/contract/index.ts';
import type { EmbedderHost } from './embedding/index.ts';
import type { HostPorts } from './host-ports.ts';
import type { ModelSource } from './models/index.ts';
import type { Resources } from './resources.ts';
import type { SettingsStore } from './settings/settings-store.ts';

/** What all parts of one engine share. */
export interface EngineContext {
  readonly dataFolder: string;
  readonly emit: Emit;
  readonly host: HostPorts;
  readonly settings: SettingsStore;
  readonly resources: Resources;
  /** The embedding model; null when none is there. */
  readonly model: ModelSource | null;
  /** The one embedder, shared between roots; its process runs only while there is work. Null without a model. */
  readonly embedder: EmbedderHost | null;
  /** Whether this host may change indexes; commands that only read leave the writer's place to others. */
  readonly writes: boolean;
  readonly appVersion: string;
}
