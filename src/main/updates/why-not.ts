import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The `resources` folder of the package. */
  readonly resources: string;
}

/** Why this copy of Whence can't update itself, with what to do instead; null when it can. */
export function whyNoUpdates({ isPackaged, platform, environment, resources }: Installation): string | null {
  if (!isPackaged) return 'This Whence runs from a checkout: git pull brings it up to date.';
  if (platform === 'linux' && !environment['APPIMAGE']) {
    return 'This Whence was installed from a package of the system: install the newer package over it.';
  }
  if (platform === 'win32' && environment['PORTABLE_EXECUTABLE_DIR']) {
    return 'The portable Whence can’t replace itself: download the newer one in its place.';
  }
  // Written by electron-builder where the one who packages names the repository of the releases.
  if (!existsSync(join(resources, 'app-update.yml'))) {
    return 'This Whence was built without a place to look for newer versions: get one where you got this.';
  }
  return null;
}
