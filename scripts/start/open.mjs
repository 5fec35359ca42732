import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { launchBrowserMode } from './launch-browser.mjs';
import { launchElectron } from './launch-electron.mjs';
import { note } from '../note.mjs';
import { thisSystem } from './probe.mjs';

/**
 * Where Whence lies and what it runs on.
 *
 * @typedef {object} Place
 * @property {string} checkout
 * @property {string} node
 * @property {import('./probe.mjs').System} [system]
 * @property {{ readyMs?: number, stopMs?: number }} [limits]
 */

/**
 * Opens Whence, in Electron where it really starts and else in browser mode, says in one line which and why, and follows it to its
 * end. Answers the exit code.
 *
 * @param {import('./options.mjs').StartOptions} options
 * @param {Place} place
 */
export async function openWhence(options, place) {
  const { checkout, node, limits } = place;
  const version = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).version;
  const why = options.browser ? 'as asked with --browser' : await tryElectron(options, place, version).catch(whyNot);
  if (typeof why === 'number') return why;
  note(`Whence ${version} opens in browser mode: ${why}.`);
  return launchBrowserMode(options, {
    checkout,
    node,
    ...(limits?.stopMs === undefined ? {} : { limitMs: limits.stopMs }),
  });
}

/**
 * Whatever goes wrong with Electron (a full disk, a checkout that can't be written), browser mode may still work.
 *
 * @param {unknown} error
 */
const whyNot = (error) => `Electron can not be used (${error instanceof Error ? error.message : String(error)})`;

/**
 * The exit code of an Electron that had the start in hand, or why browser mode is to open.
 *
 * @param {import('./options.mjs').StartOptions} options
 * @param {Place} place
 * @param {string} version
 */
async function tryElectron({ root, dataFolder, smoke }, { checkout, node, system = thisSystem, limits }, version) {
  const electron = await findElectron({ checkout, node, system });
  if ('why' in electron) return electron.why;
  const launch = await launchElectron({
    program: electron.program,
    args: [checkout, ...(root === null ? [] : [`--open=${root}`])],
    environment: { ...system.environment, ...(dataFolder === null ? {} : { WHENCE_DATA: dataFolder }) },
    smoke,
    // A running Whence that took over, and an error box, are told by Electron's side itself.
    onReady: (word) => {
      if (word === 'shown') note(`Whence ${version} opens in Electron: its window is shown.`);
    },
    ...(limits && { limits }),
  });
  return launch.opened ? launch.exitCode : launch.why;
}
