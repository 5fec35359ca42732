import { setTimeout as sleep } from 'node:timers/promises';
import type { App, PowerMonitor } from 'electron';

/** Milliseconds from the wish to quit until Whence is gone, whatever hangs. */
const quitWithinMs = 8000;
/** A shutdown that is under way ends other programs first, or is given up; after so many ms it is no longer believed in. */
const shutdownBelievedMs = 60_000;

export interface QuitOptions {
  /** Closes what must be closed: the engine. */
  readonly close: () => Promise<void>;
  /** Takes the windows off the screen, their places kept. */
  readonly hideWindows: () => void;
  readonly log: (text: string) => void;
  readonly limitMs?: number;
}

export interface Quitting {
  /** Closes everything for a quit that follows at once, and is then not held up. */
  readonly closeFirst: () => Promise<void>;
  /** The system ends this session now and waits for nobody: closes what can be closed at once. */
  readonly sessionEnds: () => void;
  /** Whether Whence is on its way out. */
  readonly underWay: () => boolean;
}

/**
 * Quitting waits for the batch in flight, so that the next start has nothing to say about it: the windows go at once, the engine
 * within the limit. The end of the system's session is never held up; an index then loses at most the batch in flight.
 */
export function closeBeforeQuit(
  electron: { readonly app: Pick<App, 'on' | 'quit' | 'exit'>; readonly powerMonitor: Pick<PowerMonitor, 'on'> },
  options: QuitOptions,
): Quitting {
  const { app, powerMonitor } = electron;
  let state: 'running' | 'closing' | 'closed' = 'running';
  const limitMs = options.limitMs ?? quitWithinMs;
  let shutdownAt = -Infinity;

  const close = async (): Promise<void> => {
    if (state !== 'running') return;
    state = 'closing';
    try {
      options.hideWindows();
      const timeLeft = new AbortController();
      await Promise.race([options.close(), sleep(limitMs, undefined, { signal: timeLeft.signal })]);
      timeLeft.abort();
    } catch (error) {
      options.log(`closing failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    state = 'closed';
  };

  /** Whatever comes after the engine may hang as well: a window that does not answer, a process that does not end. */
  const endInTime = (): void => {
    const timer = setTimeout(() => {
      options.log('closing took too long: Whence ends now, and the next start makes up for what was not finished');
      app.exit(0);
    }, limitMs);
    app.on('quit', () => clearTimeout(timer));
  };

  const closeThenQuit = async (): Promise<void> => {
    endInTime();
    await close();
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    if (performance.now() - shutdownAt < shutdownBelievedMs) {
      // Preventing this one would cancel the log-out or shutdown on macOS.
      endInTime();
      void close();
      return;
    }
    event.preventDefault();
    if (state === 'running') void closeThenQuit();
  });
  powerMonitor.on('shutdown', () => {
    shutdownAt = performance.now();
  });
  return {
    closeFirst: close,
    sessionEnds: () => void close(),
    underWay: () => state !== 'running',
  };
}
