import { writeFileSync } from 'node:fs';

/** How a start went: a window is shown, a running Whence took over, or an error box said why not. */
export type StartOutcome = 'shown' | 'handed-over' | 'failed';

/**
 * Tells `npm start` how this start went, in the file that it named in WHENCE_READY; it opens browser mode when Electron ends without
 * a word. Only the first word counts. Without that variable nobody waits.
 */
export function announceStart(outcome: StartOutcome, environment: NodeJS.ProcessEnv = process.env): void {
  const file = environment['WHENCE_READY'];
  if (!file) return;
  // What this process starts later is no part of the start.
  delete environment['WHENCE_READY'];
  try {
    writeFileSync(file, outcome);
  } catch {
    // Whoever asked is gone, and its folder with it.
  }
}
