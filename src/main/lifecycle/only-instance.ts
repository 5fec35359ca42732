import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { prepareDataFolder } from '../../engine/data-folder.ts';
import { WhenceError } from '../../shared/errors.ts';
import { type StartRequest, startRequestSchema } from '../opening/open-from-outside.ts';

type OnlyApp = Pick<App, 'setPath' | 'requestSingleInstanceLock' | 'on'>;

/**
 * Makes this the one Whence of its data folder. False when another one runs, which is then asked for what this one was; it may also
 * run on another computer that shares the folder. Throws DATA_FOLDER_NOT_WRITABLE first, since Electron gives the same answer
 * to a folder that can't be written.
 */
export function becomeOnlyInstance(app: OnlyApp, dataFolder: string, request: StartRequest): boolean {
  prepareDataFolder(dataFolder);
  const folder = join(dataFolder, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WhenceError(
      'DATA_FOLDER_NOT_WRITABLE',
      `Whence can't write to ${folder}: make it writable, or choose another data folder with WHENCE_DATA.`,
      { data: { folder }, cause },
    );
  }
  app.setPath('userData', folder);
  return app.requestSingleInstanceLock({ ...request });
}

/** Calls back with what every later start asks for. Its version may be another: what is not understood only shows the window. */
export function onLaterStart(app: Pick<App, 'on'>, listener: (request: StartRequest) => void): void {
  // Behind the event come its command line and folder, which it has made a request of itself.
  app.on('second-instance', (_event, ...[, , data]) => {
    const parsed = startRequestSchema.safeParse(data);
    listener(parsed.success ? parsed.data : { open: null });
  });
}
