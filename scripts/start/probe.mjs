import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What the probes ask the system.
 *
 * @typedef {object} System
 * @property {string} platform
 * @property {Record<string, string | undefined>} environment
 * @property {() => number} userId
 * @property {() => 'allowed' | 'forbidden' | 'unknown'} namespaces whether a program of this person may make user namespaces
 * @property {(program: string) => boolean} isHelper whether a file is owned by root and runs as root (mode 4755)
 */

/** @type {System} */
export const thisSystem = {
  platform: process.platform,
  environment: process.env,
  userId: () => process.getuid?.() ?? -1,
  namespaces: () => {
    const { status } = spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore', timeout: 10_000 });
    if (status === 0) return 'allowed';
    // AppArmor (Ubuntu) decides by program: what it forbids to `unshare`, a profile may allow to Electron.
    return status === null || appArmorDecides() ? 'unknown' : 'forbidden';
  },
  isHelper: (program) => {
    try {
      const { uid, mode } = statSync(program);
      return uid === 0 && (mode & 0o7777) === 0o4755;
    } catch {
      return false;
    }
  },
};

function appArmorDecides() {
  try {
    return readFileSync('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

export const rootReason =
  "Electron's sandbox does not run as root (start Whence as another user for a window of its own)";

/**
 * Why the sandbox can't start, with the command that lets it.
 *
 * @param {string} program Electron's
 */
export function sandboxReason(program) {
  const helper = `'${join(dirname(program), 'chrome-sandbox').replaceAll("'", "'\\''")}'`;
  return `this system forbids Electron's sandbox (to allow it: sudo chown root ${helper} && sudo chmod 4755 ${helper})`;
}

/**
 * Why no window can be shown here whatever is installed, or null.
 *
 * @param {System} system
 */
export function whyNoWindow({ platform, environment, userId }) {
  if (platform === 'darwin' && (environment.SSH_CONNECTION || environment.SSH_TTY)) {
    return 'this is a session over SSH, which can show no window';
  }
  if (platform !== 'linux') return null;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display';
  return userId() === 0 && isSandboxed(environment) ? rootReason : null;
}

/**
 * Why Electron's sandbox can't start, or null where it can or where only Electron itself can tell. Chromium takes user
 * namespaces, else its helper beside the program.
 *
 * @param {System} system
 * @param {string} program Electron's
 */
export function whyNoSandbox({ platform, environment, namespaces, isHelper }, program) {
  if (platform !== 'linux' || !isSandboxed(environment)) return null;
  if (isHelper(join(dirname(program), 'chrome-sandbox'))) return null;
  return namespaces() === 'forbidden' ? sandboxReason(program) : null;
}

/**
 * Whether Electron will use its sandbox: unless the person told it not to, in the variable that it reads itself. Whence never does.
 *
 * @param {Record<string, string | undefined>} environment
 */
const isSandboxed = (environment) => environment.ELECTRON_DISABLE_SANDBOX === undefined;
