import type { BrowserWindow } from 'electron';
import type { ElectronParts } from '../electron-parts.ts';

/** Milliseconds within which a second failure is not answered by loading the page again, but by asking. */
const calmMs = 60_000;
/** Milliseconds for which a window may give no answer before the person is asked. */
const patienceMs = 10_000;
/** Chromium's code for a load that another one took the place of. */
const aborted = -3;

export interface RecoveryOptions {
  readonly log: (text: string) => void;
  readonly tell: (title: string, text: string) => void;
  readonly quitting: () => boolean;
  readonly quit: () => void;
  /** Milliseconds; for tests. */
  readonly patienceMs?: number;
}

/** Loads the page again when its process ends or it does not load; when that happens again soon, asks what to do. */
export function recoverWindow(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  window: BrowserWindow,
  options: RecoveryOptions,
): void {
  const contents = window.webContents;
  let lastFailure = -Infinity;
  let asking = false;

  const reload = (): void => {
    // Not in the event itself, in which Chromium is still putting the old page away.
    setImmediate(() => {
      if (!window.isDestroyed()) contents.reload();
    });
  };
  const ask = async (message: string, detail: string, signal?: AbortSignal): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        message,
        detail,
        buttons: signal ? ['Load the window again', 'Wait', 'Quit'] : ['Load the window again', 'Quit'],
        defaultId: 0,
        cancelId: signal ? 1 : 0,
        noLink: true,
        ...(signal && { signal }),
      });
      if (window.isDestroyed()) return;
      lastFailure = -Infinity;
      // A page that hangs is ended, and loaded again as one that ended by itself.
      if (response === 0 && signal) contents.forcefullyCrashRenderer();
      else if (response === 0) reload();
      else if (response === (signal ? 2 : 1)) options.quit();
    } finally {
      asking = false;
    }
  };
  const report = (error: unknown): void => options.log(`the window could not be mended: ${String(error)}`);

  const failed = (what: string): void => {
    options.log(what);
    if (options.quitting() || asking) return;
    const again = performance.now() - lastFailure < calmMs;
    lastFailure = performance.now();
    if (again) {
      ask('The window of Whence failed twice.', `${what}. Indexing goes on meanwhile.`).catch(report);
      return;
    }
    reload();
    options.tell('The window was loaded again', `${what}. Nothing of an index is lost.`);
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason !== 'clean-exit') failed(`the window's process ended: ${reason}, code ${exitCode}`);
  });
  contents.on('did-fail-load', (_event, ...[code, description, , isMainFrame]) => {
    if (isMainFrame && code !== aborted) failed(`the window's page did not load: ${description} (${code})`);
  });
  askWhenUnresponsive(window, { ...options, ask: async (signal) => ask(...hungWords, signal), report });
}

const hungWords = ['The window of Whence does not answer.', 'Indexing goes on meanwhile.'] as const;

interface UnresponsiveOptions extends RecoveryOptions {
  readonly ask: (signal: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Asks once a window has given no answer for a while; the question goes when it answers again. */
function askWhenUnresponsive(window: BrowserWindow, options: UnresponsiveOptions): void {
  let waiting: AbortController | null = null;
  const stop = (): void => {
    waiting?.abort();
    waiting = null;
  };
  window.on('unresponsive', () => {
    options.log('the window does not answer');
    if (waiting !== null || options.quitting()) return;
    const controller = new AbortController();
    waiting = controller;
    const timer = setTimeout(() => {
      if (!options.quitting()) options.ask(controller.signal).catch(options.report).finally(stop);
    }, options.patienceMs ?? patienceMs);
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
  window.on('responsive', stop);
  window.on('closed', stop);
}
