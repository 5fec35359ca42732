import type { AskedPlace } from '../shared/contract/repositories.ts';
import type { AppInfo } from '../shared/contract/settings.ts';
import type { Log } from '../shared/log.ts';
import type { SpawnEmbedder } from './embedding/index.ts';
import type { HostCapabilities } from './host-capabilities.ts';
import type { EmbeddingGate } from './indexing/index.ts';
import type { Updater } from './updates/updater.ts';

/** What the person is asked by the host itself, outside of the window. Texts are made visible already. */
export interface Question {
  readonly title: string;
  /** The question, in one sentence. */
  readonly message: string;
  /** What it is about; may have several lines. */
  readonly detail: string;
  /** The word on the button that says yes. */
  readonly accept: string;
}

/** What a host (Electron, browser mode, command line) is and lends the engine, as the engine knows neither of them. */
export interface HostPorts extends HostCapabilities {
  /** For people only, in Settings: nothing depends on it. */
  readonly kind: AppInfo['host'];
  /** A root named at the start, opened at once by the window. */
  readonly openPath?: string | null;
  /** Folders that the window may open without the person being asked, those inside them included. */
  readonly allowedFolders?: readonly string[];
  /**
   * Asks the person in a way that no script in the window can answer: a dialog of the system, or the terminal. False when they
   * don't want it. Absent: nobody can be asked, and what would need a yes is refused.
   */
  readonly confirm?: (question: Question) => Promise<boolean>;
  /** Resolves with the next place asked for outside of the window; absent: there is no way to ask. Rejects when aborted. */
  readonly nextAsked?: (signal: AbortSignal) => Promise<AskedPlace>;
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
  /** Updates the app itself; absent: something else does. */
  readonly updater?: Updater;
  /** Where failures and slow work are written down; absent: nowhere. */
  readonly log?: Log;
}
