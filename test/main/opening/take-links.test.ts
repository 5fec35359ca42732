import { expect, it, vi } from 'vitest';
import { takeLinks } from '../../../src/main/opening/take-links.ts';

it('only an installed Whence takes the links of the system, where it has to ask', () => {
  const take = vi.fn<(scheme: string) => boolean>(() => true);
  const packaged = { isPackaged: true, setAsDefaultProtocolClient: take };
  takeLinks({ ...packaged, isPackaged: false }, { platform: 'win32', environment: {} });
  takeLinks(packaged, { platform: 'win32', environment: { PORTABLE_EXECUTABLE_FILE: 'D:\\Whence.exe' } });
  takeLinks(packaged, { platform: 'linux', environment: {} });
  expect(take).not.toHaveBeenCalled();
  takeLinks(packaged, { platform: 'win32', environment: {} });
  takeLinks(packaged, { platform: 'darwin', environment: {} });
  expect(take.mock.calls).toEqual([['whence'], ['whence']]);
});
