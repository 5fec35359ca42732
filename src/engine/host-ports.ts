import type { AppInfo } from '../shared/contract/settings.ts';
import type { SpawnEmbedder } from './embedding/index.ts';
import type { EmbeddingGate } from './indexing/index.ts';

/** What a host (Electron, browser mode, command line) lends the engine, as the engine knows neither of them. */
export interface HostPorts {
  readonly kind: AppInfo['host'];
  /** A root named at the start, opened at once by the window. */
  readonly openPath?: string | null;
  /** The system's folder dialog; absent where the host has none. Null when the person cancels. */
  readonly pickFolder?: () => Promise<string | null>;
  /** Selects a file in the file manager; absent: a program of the system is started. */
  readonly showInFolder?: (path: string) => void;
  /** Opens a file with the system's program for it; absent: a program of the system is started. */
  readonly openFile?: (path: string) => Promise<void>;
  /** Starts the embedder; absent: a child process of Node. */
  readonly spawnEmbedder?: SpawnEmbedder;
  /** Holds embedding back, for example on battery; absent: never. */
  readonly embeddingGate?: EmbeddingGate;
}
