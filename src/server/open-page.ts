import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { privateFileMode } from '../engine/private-files.ts';

const prefix = 'whence-open-';
const name = 'open.html';

/** Milliseconds after which a page that was left behind by a killed Whence is taken away; its key is dead long before. */
const leftBehindMs = 60 * 60_000;

/** A page on the disk that leads to the window; only its owner can read it. */
export interface OpenPage {
  /** `file:` address: what a browser is started with. */
  readonly address: string;
  remove(): void;
}

/**
 * Where the page can be read by the browser and by nobody else. Browsers in snap packages see neither hidden folders nor those for
 * temporary files, so where snaps are installed it is a folder of its own in the home folder, for as long as it takes to open; else
 * the data folder. (Flatpak hands the file itself to the browser, wherever it lies.)
 */
export function placeOfPage(
  dataFolder: string,
  platform = process.platform,
  snaps = ['/snap', '/var/lib/snapd'],
): string {
  return platform === 'linux' && snaps.some((path) => existsSync(path)) ? homedir() : dataFolder;
}

/**
 * Writes a page that leads to `address`, in a folder of its own below `place`. Every program's arguments can be read by all users of
 * a machine, so a browser is told where this page is, and never the token.
 */
export function writeOpenPage(place: string, address: string): OpenPage {
  removeLeftBehind(place);
  const folder = mkdtempSync(join(place, prefix));
  const file = join(folder, name);
  writeFileSync(file, pageTo(address), { flag: 'wx', mode: privateFileMode });
  return {
    address: pathToFileURL(file).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Replaces itself, so that going back does not lead here again. */
function pageTo(address: string): string {
  const inScript = JSON.stringify(address).replaceAll('<', String.raw`\u003c`);
  const inMarkup = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>Whence</title>
<script>location.replace(${inScript})</script>
<p><a href="${inMarkup}">Open Whence</a></p>
`;
}

function removeLeftBehind(place: string, now = Date.now()): void {
  for (const entry of readdirSync(place).filter((each) => each.startsWith(prefix))) {
    const folder = join(place, entry);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    const holdsOnlyThat = (): boolean => readdirSync(folder).every((each) => each === name);
    if (stats?.isDirectory() && now - stats.mtimeMs > leftBehindMs && holdsOnlyThat())
      rmSync(folder, { recursive: true, force: true });
  }
}
