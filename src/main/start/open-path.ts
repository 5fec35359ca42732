import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AppPlace {
  /** As `app.getAppPath()` says: the checkout, or the archive of a packaged app. */
  readonly appPath: string;
  readonly isPackaged: boolean;
  /** The folder that relative paths start from. */
  readonly workingFolder: string;
}

const named = '--open=';
const url = /^[a-z][a-z\d+.-]+:\/\//i;

/**
 * The folder to open, as an absolute path, from a whole command line (`process.argv`); null if there is none.
 *
 * `--open=PATH` names it without doubt. Else it is the first word after the app's own: switches of Electron, Chromium or a test
 * harness may stand before and between (`electron --ozone-platform=x11 . ~/repo`), and a packaged app has no word of its own.
 */
export function findOpenPath(argv: readonly string[], place: AppPlace): string | null {
  const ownSwitches = upTo(argv, '--');
  const chosen = ownSwitches.find((arg) => arg.startsWith(named))?.slice(named.length);
  if (chosen !== undefined) return absolute(chosen, place);
  const path = wordsAfterApp(argv, place).find((word) => word !== '' && (!url.test(word) || isFileUrl(word)));
  return path === undefined ? null : absolute(path, place);
}

/** The words of a command line that stand for something to open, without switches; all that follows `--` is such a word. */
function wordsAfterApp(argv: readonly string[], place: AppPlace): string[] {
  const before = upTo(argv.slice(1), '--').filter((arg) => !arg.startsWith('-'));
  const after = argv.slice(1 + upTo(argv.slice(1), '--').length + 1);
  if (place.isPackaged) return [...before, ...after];
  const paths = before.map((word) => resolve(place.workingFolder, word));
  const folder = paths.indexOf(place.appPath);
  // Electron may have been given a file of the app; an app that can't be told by its path is the first word.
  const app = folder < 0 ? paths.findIndex((path) => dirname(path) === place.appPath) : folder;
  return [...before.slice(Math.max(app, 0) + 1), ...after];
}

function upTo(argv: readonly string[], end: string): readonly string[] {
  const at = argv.indexOf(end);
  return at < 0 ? argv : argv.slice(0, at);
}

const isFileUrl = (word: string): boolean => /^file:\/\//i.test(word);

function absolute(path: string, place: AppPlace): string | null {
  if (path === '') return null;
  if (!isFileUrl(path)) return resolve(place.workingFolder, path);
  try {
    return fileURLToPath(path);
  } catch {
    return null;
  }
}
