import { delimiter } from 'node:path';
import { expect, it } from 'vitest';
import { childEnvironment } from '../../../src/engine/settings/child-environment.ts';

const list = (...entries: string[]): string => entries.join(delimiter);

// An editor that is given an AppImage's libraries fails to start, or runs with the wrong ones.
it('an editor inherits nothing of the AppImage or of Whence’s own runtime', () => {
  expect(
    childEnvironment({
      APPIMAGE: '/home/ada/Whence.AppImage',
      APPDIR: '/tmp/.mount_Wh',
      ARGV0: 'Whence',
      LD_LIBRARY_PATH: list('/tmp/.mount_Wh/usr/lib', ''),
      PATH: list('/tmp/.mount_Wh', '/tmp/.mount_Wh/usr/sbin', '/tmp/.mount_When', '/usr/bin'),
      XDG_DATA_DIRS: list('/tmp/.mount_Wh/usr/share', '/usr/share'),
      GSETTINGS_SCHEMA_DIR: '/tmp/.mount_Wh/usr/share/glib-2.0/schemas',
      ELECTRON_RUN_AS_NODE: '1',
      WHENCE_READY: '/tmp/ready',
      HOME: '/home/ada',
    }),
  ).toEqual({
    PATH: list('/tmp/.mount_When', '/usr/bin'),
    XDG_DATA_DIRS: '/usr/share',
    HOME: '/home/ada',
  });
  expect(childEnvironment({ PATH: list('.', '/usr/bin', '', 'bin') })).toEqual({ PATH: '/usr/bin' });
  const plain = { PATH: '/usr/bin', LD_LIBRARY_PATH: '/opt/lib', APPDIR: '/opt' };
  expect(childEnvironment(plain)).toEqual(plain);
});
