import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {Readonly<Record<string, string>>} */
const usualNames = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * Path of Electron's program, or null where its binary is not installed. ELECTRON_OVERRIDE_DIST_PATH names another folder of
 * Electron than the package's own, as it does for Electron's package itself.
 *
 * @param {string} checkout
 * @param {Record<string, string | undefined>} [environment]
 */
export function electronProgram(checkout, environment = process.env) {
  const folder = join(checkout, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  const named = existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : '';
  const other = environment.ELECTRON_OVERRIDE_DIST_PATH;
  // Written last when Electron is installed, so that without it the package's own folder is not complete.
  if (!named && !other) return null;
  const program = join(other || join(folder, 'dist'), named || (usualNames[process.platform] ?? 'electron'));
  return existsSync(program) ? program : null;
}
