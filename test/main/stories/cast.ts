import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StandInWindow } from '../../e2e/stand-in/browser-window.ts';
import { createStandIn, type StandIn, type StandInOptions } from '../../e2e/stand-in/create.ts';
import { channels } from '../../../src/shared/ipc-channels.ts';
import type { Stage } from './rooms.ts';

export interface Started {
  readonly standIn: StandIn;
  /** The window; throws where there is none. */
  readonly window: () => StandInWindow;
  /** Calls as the window's page does; answers as it gets them. */
  readonly call: (name: string, request: object) => Promise<unknown>;
}

export const dataFolderOf = (folder: string): string => join(folder, 'data');

/** A folder to open. */
export function repositoryIn(folder: string, name = 'repo'): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Starts Whence in this process on a stand-in; not waited for. */
export function start(
  { rooms, folder }: Pick<Stage, 'rooms' | 'folder'>,
  options: StandInOptions & {
    readonly target?: string | null;
    readonly platform?: NodeJS.Platform;
    readonly prepare?: (standIn: StandIn) => void;
  } = {},
): Started {
  const standIn = createStandIn(options);
  options.prepare?.(standIn);
  const window = (): StandInWindow => {
    const [first] = standIn.app.windows;
    if (!first) throw new Error('there is no window');
    return first;
  };
  rooms.launch(standIn.parts, options.target ?? null, {
    dataFolder: dataFolderOf(folder),
    buildFolder: folder,
    platform: options.platform ?? 'linux',
  });
  let calls = 0;
  const call = async (name: string, request: object): Promise<unknown> => {
    calls += 1;
    return standIn.ipcMain.invoke(window().webContents, channels.call, { callId: String(calls), name, request });
  };
  return { standIn, window, call };
}

/** Whether the window is on the screen. */
export const isShown = ({ standIn }: Started): boolean => [...standIn.app.windows].some((each) => each.isVisible());

/** Starts Whence and waits for its window. */
export async function startAndShow(stage: Stage, options: Parameters<typeof start>[1] = {}): Promise<Started> {
  const started = start(stage, options);
  await stage.until(() => isShown(started), 'the window is shown');
  return started;
}

/** Quits as the person does, and waits for the end. */
export async function quit({ until }: Stage, { standIn }: Started): Promise<void> {
  standIn.app.quit();
  await until(() => standIn.phases.now === 'ended', 'Whence has quit');
}
