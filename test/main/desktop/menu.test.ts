import { expect, it, vi } from 'vitest';
import { type MenuActions, menuTemplate } from '../../../src/main/desktop/menu.ts';
import { checkMenu } from '../../e2e/stand-in/small-parts.ts';

const actions: MenuActions = {
  recent: () => ['/home/ada/a&b', '/home/ada/evil\u202etxt'],
  open: vi.fn<(folder: string) => void>(),
  chooseFolder: () => undefined,
  showDataFolder: () => undefined,
};

it.each(['linux', 'darwin', 'win32'] as const)(
  '%s gets a menu that Electron takes, with what is expected there',
  (platform) => {
    const template = menuTemplate(actions, { platform, isPackaged: true });
    checkMenu(template);
    const text = JSON.stringify(template);
    const inAll = ['reload', 'zoomIn', 'togglefullscreen', 'editMenu', 'windowMenu', 'help', 'Open Folder…'];
    for (const part of inAll) expect(text).toContain(JSON.stringify(part));
    expect(text.includes('"appMenu"')).toBe(platform === 'darwin');
    expect(text.includes('"quit"')).toBe(platform !== 'darwin');
    expect(text).not.toContain('toggleDevTools');
    // A name can neither choose a key nor turn the direction of writing.
    expect(text).toContain('a&&b – /home/ada/a&&b');
    expect(text).not.toContain('\u202e');
  },
);
