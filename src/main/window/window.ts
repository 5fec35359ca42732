import { join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import { findResources } from '../../engine/resources.ts';
import type { ElectronParts } from '../electron-parts.ts';
import { announceStart } from '../start/announce.ts';
import { showOnce } from './show.ts';
import { groundColor } from './theme.ts';
import type { WindowStateFile } from './window-state.ts';
import { windowUrl } from './window-files.ts';

export interface WindowOptions {
  /** The folder of the build, `out`. */
  readonly buildFolder: string;
  readonly state: Pick<WindowStateFile, 'read' | 'follow'>;
  readonly log: (text: string) => void;
}

/** Opens the window: sandboxed, with no way out of its own files but the bridge. */
export function openWindow(
  electron: Pick<ElectronParts, 'BrowserWindow' | 'nativeTheme'>,
  options: WindowOptions,
): BrowserWindow {
  const { maximized, ...bounds } = options.state.read();
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    // Shown before the page has painted, it must not flash.
    backgroundColor: groundColor(electron.nativeTheme),
    title: 'Whence',
    // Elsewhere the program's own icon is shown.
    ...(process.platform === 'linux' ? { icon: windowIcon() } : {}),
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(options.buildFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      webviewTag: false,
    },
  });
  options.state.follow(window);
  confine(window);
  showOnce(window, () => {
    if (maximized) window.maximize();
    window.show();
    announceStart('shown');
  });
  const follow = (): void => {
    if (!window.isDestroyed()) window.setBackgroundColor(groundColor(electron.nativeTheme));
  };
  electron.nativeTheme.on('updated', follow);
  window.once('closed', () => electron.nativeTheme.off('updated', follow));
  // A page that does not load is told and tried again by whoever listens to the window.
  window.loadURL(windowUrl).catch((error: unknown) => options.log(`the window's page: ${String(error)}`));
  return window;
}

/** The picture for the window's list and dock; a package has it beside the models. */
const windowIcon = (): string => join(findResources().icons, 'linux', '512x512.png');

/** Neither a link, a script nor a dropped file leads this window elsewhere or opens another one. */
function confine(window: BrowserWindow): void {
  const contents = window.webContents;
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The window asks for no permission (camera, notifications …) but to write the clipboard. */
export function denyPermissions(
  target: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
): void {
  const allowed = 'clipboard-sanitized-write';
  target.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === allowed));
  target.setPermissionCheckHandler((_contents, permission) => permission === allowed);
}
