import type { BrowserWindow } from 'electron';

/** Milliseconds after which the window is shown, painted or not. */
const showWithinMs = 3000;

type Shown = Pick<BrowserWindow, 'once' | 'isDestroyed'> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'once'>;
};

/**
 * Calls `show` once, as soon as there is something to see. On Wayland `ready-to-show` may never come, as the window paints only
 * once it is shown; a page that fails to load never sends it either.
 */
export function showOnce(window: Shown, show: () => void, limitMs = showWithinMs): void {
  let shown = false;
  const first = (): void => {
    clearTimeout(timer);
    if (shown || window.isDestroyed()) return;
    shown = true;
    show();
  };
  const timer = setTimeout(first, limitMs);
  window.once('ready-to-show', first);
  window.once('closed', () => clearTimeout(timer));
  window.webContents.once('did-finish-load', first);
  window.webContents.once('did-fail-load', first);
}
