import type { App } from 'electron';
import { linkScheme } from './link.ts';

export interface TakeLinksOptions {
  readonly platform: NodeJS.Platform;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Has the system hand Whence its links. On Linux the package's desktop file says so, without which it could not be asked for; a checkout
 * leaves links to an installed Whence, and a portable program is gone from its place once it ends.
 */
export function takeLinks(
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>,
  { platform, environment = process.env }: TakeLinksOptions,
): void {
  const isPortable = environment['PORTABLE_EXECUTABLE_FILE'] !== undefined;
  if (app.isPackaged && !isPortable && platform !== 'linux') app.setAsDefaultProtocolClient(linkScheme);
}
