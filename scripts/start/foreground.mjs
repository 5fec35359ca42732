import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { note } from '../note.mjs';

/** @typedef {import('./why-ended.mjs').End} End */

const onWindows = process.platform === 'win32';

/** How long a program may take to end after it was asked to. Whence itself gives closing its index 8 s. */
export const stopLimitMs = 15_000;

/**
 * A program that stands in for this process: signals to this one are for it.
 *
 * @typedef {object} Foreground
 * @property {import('node:child_process').ChildProcess | null} child null where it could not be started
 * @property {Promise<End>} end
 * @property {() => boolean} wasAsked whether a signal asked it to end
 * @property {(signal?: NodeJS.Signals) => void} stop asks it to end, and kills it after a limit
 */

/**
 * Starts a program in the foreground. It gets the first signal that comes and no second one: a terminal's Ctrl-C reaches every
 * process of its group, npm passes it on as well, and Electron ends hard on a second. So the program has a session of its own.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ environment?: NodeJS.ProcessEnv, stdio: import('node:child_process').StdioOptions, limitMs?: number }} options
 * @returns {Foreground}
 */
export function runForeground(program, args, { environment = process.env, stdio, limitMs = stopLimitMs }) {
  let asked = false;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  const kill = () => killGroup(child);
  const stop = (/** @type {NodeJS.Signals} */ signal = 'SIGTERM') => {
    if (asked) return;
    asked = true;
    askToEnd(child, signal);
    timer = setTimeout(() => {
      note(`it did not end within ${limitMs / 1000} s and was killed.`);
      kill();
    }, limitMs);
  };
  // Before the program runs, so that no signal finds nobody.
  const removeListeners = listen(stop, kill);
  /** @type {Promise<End>} */
  const end = new Promise((done) => {
    try {
      child = spawn(program, args, { env: environment, stdio, detached: !onWindows });
      child.once('error', (error) => done({ code: null, signal: null, error }));
      child.once('exit', (code, signal) => done({ code, signal }));
    } catch (error) {
      done({ code: null, signal: null, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  const ended = end.then((result) => {
    clearTimeout(timer);
    removeListeners();
    return result;
  });
  return { child, end: ended, wasAsked: () => asked, stop };
}

/**
 * @param {(signal: NodeJS.Signals) => void} stop
 * @param {() => void} kill
 */
function listen(stop, kill) {
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  // Whoever presses Ctrl-\ wants it at once; and nothing is left behind if this process ends by a fault of its own.
  if (!onWindows) process.on('SIGQUIT', kill);
  process.on('exit', kill);
  return () => {
    for (const signal of signals) process.off(signal, stop);
    process.off('SIGQUIT', kill);
    process.off('exit', kill);
  };
}

/**
 * @param {import('node:child_process').ChildProcess | null} child
 * @param {NodeJS.Signals} signal
 */
function askToEnd(child, signal) {
  if (!child) return;
  if (!onWindows) child.kill(signal);
  // There a signal ends a program at once. Programs of this console got Ctrl-C themselves; windows are asked to close.
  else spawn('taskkill', ['/PID', String(child.pid)], { stdio: 'ignore' }).on('error', () => undefined);
}

/** @param {import('node:child_process').ChildProcess | null} child */
function killGroup(child) {
  if (!child) return;
  try {
    if (onWindows || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/**
 * The exit code to pass on: 128 + the signal's number for a killed program, as a shell has it.
 *
 * @param {End} end
 */
export function exitCodeOf({ code, signal }) {
  return code ?? (signal ? 128 + constants.signals[signal] : 1);
}
