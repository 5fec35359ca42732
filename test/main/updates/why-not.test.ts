import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyNoUpdates } from '../../../src/main/updates/why-not.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('tells apart the copies of Whence that can update themselves', () => {
  const resources = temporaryFolder();
  const packaged = {
    isPackaged: true,
    platform: 'linux' as const,
    environment: { APPIMAGE: '/a/b.AppImage' },
    resources,
  };
  expect(whyNoUpdates(packaged)).toContain('without a place to look');
  writeFileSync(join(resources, 'app-update.yml'), 'provider: github\n');
  expect(whyNoUpdates(packaged)).toBeNull();
  expect(whyNoUpdates({ ...packaged, platform: 'darwin', environment: {} })).toBeNull();
  expect(whyNoUpdates({ ...packaged, platform: 'win32', environment: {} })).toBeNull();
  expect(whyNoUpdates({ ...packaged, isPackaged: false })).toContain('checkout');
  // A .deb has no APPIMAGE.
  expect(whyNoUpdates({ ...packaged, environment: {} })).toContain('package of the system');
  expect(whyNoUpdates({ ...packaged, platform: 'win32', environment: { PORTABLE_EXECUTABLE_DIR: 'C:\\x' } })).toContain(
    'portable',
  );
});
