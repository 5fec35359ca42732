import { electronProgram } from './electron-program.mjs';
import { installElectron } from './install-electron.mjs';
import { thisSystem, whyNoSandbox, whyNoWindow } from './probe.mjs';

/**
 * Electron's program where it may start here, installed if need be; else why not.
 *
 * @param {{ checkout: string, node: string, system?: import('./probe.mjs').System }} place
 * @returns {Promise<{ program: string } | { why: string }>}
 */
export async function findElectron({ checkout, node, system = thisSystem }) {
  const { environment } = system;
  const noWindow = whyNoWindow(system);
  if (noWindow !== null) return { why: noWindow };
  let program = electronProgram(checkout, environment);
  if (program === null) {
    const folder = environment.ELECTRON_OVERRIDE_DIST_PATH;
    if (folder) return { why: `there is no Electron in ${folder}, which ELECTRON_OVERRIDE_DIST_PATH names` };
    const why = await installElectron({ checkout, node });
    if (why !== null) return { why };
    program = electronProgram(checkout, environment);
    if (program === null) return { why: "Electron's own script did not install its binary" };
  }
  const noSandbox = whyNoSandbox(system, program);
  return noSandbox === null ? { program } : { why: noSandbox };
}
