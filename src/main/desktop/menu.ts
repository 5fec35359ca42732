import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { visibleText } from '../../shared/visible-text.ts';
import type { ElectronParts } from '../electron-parts.ts';

export interface MenuActions {
  readonly recent: () => readonly string[];
  readonly open: (folder: string) => void;
  readonly chooseFolder: () => void;
  readonly showDataFolder: () => void;
}

export interface MenuFacts {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
}

/** Sets the application menu; again whenever the recent folders have changed. */
export function installMenu({ app, Menu }: Pick<ElectronParts, 'app' | 'Menu'>, actions: MenuActions): void {
  const facts = { platform: process.platform, isPackaged: app.isPackaged };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, facts)));
}

/** What each system expects, by the roles that it knows, and nothing that the window does itself. */
export function menuTemplate(actions: MenuActions, facts: MenuFacts): MenuItemConstructorOptions[] {
  const isMac = facts.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    fileMenu(actions, isMac),
    { role: 'editMenu' },
    viewMenu(facts),
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Show Data Folder', click: () => actions.showDataFolder() },
        // On a Mac it stands in the app's own menu.
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
      ],
    },
  ];
}

function fileMenu(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions {
  const recent = actions.recent();
  return {
    role: 'fileMenu',
    submenu: [
      { label: 'Open Folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.chooseFolder() },
      {
        label: 'Open Recent',
        enabled: recent.length > 0,
        submenu: recent.map((folder) => ({
          label: escaped(`${basename(folder) || folder} – ${folder}`),
          click: () => actions.open(folder),
        })),
      },
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

const viewMenu = ({ isPackaged }: MenuFacts): MenuItemConstructorOptions => ({
  role: 'viewMenu',
  submenu: [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // "+" takes Shift on most keyboards; without it, the same key is meant.
    { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions]),
  ],
});

/** In a label, `&` names the key that chooses it. */
const escaped = (label: string): string => visibleText(label).replaceAll('&', '&&');
