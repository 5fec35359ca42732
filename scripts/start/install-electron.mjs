import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { note } from '../note.mjs';

/** A download is given up when no byte came for so long; while some do, it may take its time. */
const stallLimitMs = 90_000;
const pollMs = 1000;
const dayMs = 24 * 60 * 60 * 1000;

const tryAgain = 'to try at once: npx install-electron';

/**
 * Installs Electron's binary by its package's own script. A failure is remembered for a day, so that not every start waits.
 * Answers null, or why there is none.
 *
 * @param {{ checkout: string, node: string, stallMs?: number, now?: () => Date }} options
 */
export async function installElectron({ checkout, node, stallMs = stallLimitMs, now = () => new Date() }) {
  const memory = join(checkout, '.cache', 'electron-install-failed.json');
  const folder = join(checkout, 'node_modules', 'electron');
  const version = String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
  const earlier = recentFailure(memory, { version, now: now() });
  if (earlier) return `${earlier}; it is tried again after a day (${tryAgain})`;
  note(`installing Electron ${version}, once (some 100 MB) …`);
  const why = await download({ checkout, folder, node, stallMs });
  if (why === null) {
    rmSync(memory, { force: true });
    return null;
  }
  remember(memory, { version, at: now().toISOString(), why });
  return `Electron's binary could not be installed: ${why} (${tryAgain})`;
}

/**
 * @param {string} memory
 * @param {{ version: string, at: string, why: string }} failure
 */
function remember(memory, failure) {
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, JSON.stringify(failure));
  } catch {
    // A checkout that can't be written: the next start tries again.
  }
}

/**
 * What a failure of the last day was, in words. One of another version, or from the future, doesn't count.
 *
 * @param {string} memory
 * @param {{ version: string, now: Date }} current
 */
function recentFailure(memory, { version, now }) {
  try {
    const failure = JSON.parse(readFileSync(memory, 'utf8'));
    const age = now.getTime() - Date.parse(failure.at);
    if (failure.version !== version || !(age >= 0 && age < dayMs)) return null;
    const at = String(failure.at).slice(0, 16).replace('T', ' ');
    return `Electron's binary could not be installed at ${at} UTC: ${failure.why}`;
  } catch {
    return null;
  }
}

/**
 * Runs the script; answers null, or why it failed. It downloads into a folder of ours, whose growth is the progress, and which is
 * gone afterwards whatever happened.
 *
 * @param {{ checkout: string, folder: string, node: string, stallMs: number }} options
 */
async function download({ checkout, folder, node, stallMs }) {
  const temporary = join(checkout, '.cache', 'electron-download');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const child = spawn(node, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
      // Node's own fetch asks HTTPS_PROXY and NO_PROXY only then.
      NODE_USE_ENV_PROXY: '1',
    },
  });
  let output = '';
  child.stderr.on('data', (data) => (output += data));
  let stalled = false;
  const watch = watchGrowth([temporary, join(folder, 'dist')], stallMs, () => {
    stalled = true;
    child.kill('SIGKILL');
  });
  try {
    const code = await new Promise((done) => {
      child.once('error', (error) => done(error.message));
      child.once('close', done);
    });
    if (stalled) return `no byte came for ${stallMs / 1000} s`;
    if (code === 0) return null;
    return explain(/\S.*/.exec(output)?.[0] ?? `its script ended with ${code}`);
  } finally {
    watch.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * What an error's first line means.
 *
 * @param {string} text
 */
function explain(text) {
  if (/fetch failed|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(text)) {
    return 'no connection to where it is downloaded from';
  }
  return text.replace(/^(?:[A-Z]\w*)?Error: /, '');
}

/**
 * Shows how much came, and calls when nothing more does.
 *
 * @param {readonly string[]} folders
 * @param {number} stallMs
 * @param {() => void} onStall
 */
function watchGrowth(folders, stallMs, onStall) {
  const line = progressLine();
  let bytes = -1;
  let changedAt = Date.now();
  const timer = setInterval(() => {
    const current = folders.reduce((sum, folder) => sum + bytesBelow(folder), 0);
    if (current !== bytes) {
      bytes = current;
      changedAt = Date.now();
      line.show(bytes);
    } else if (Date.now() - changedAt > stallMs) onStall();
  }, pollMs);
  return {
    stop() {
      clearInterval(timer);
      line.end();
    },
  };
}

/** On a terminal one line that changes, else a line every 20 MB. */
function progressLine() {
  const stepBytes = process.stderr.isTTY ? 0 : 20e6;
  let shown = 0;
  return {
    show(/** @type {number} */ bytes) {
      if (bytes === 0 || bytes < shown + stepBytes) return;
      shown = bytes;
      const text = `whence: Electron: ${(bytes / 1e6).toFixed(0)} MB`;
      process.stderr.write(process.stderr.isTTY ? `\r${text}` : `${text}\n`);
    },
    end() {
      if (shown > 0 && process.stderr.isTTY) process.stderr.write('\n');
    },
  };
}

/**
 * The bytes of all files below a folder; files may come and go meanwhile.
 *
 * @param {string} folder
 * @returns {number}
 */
function bytesBelow(folder) {
  if (!existsSync(folder)) return 0;
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    try {
      sum += entry.isDirectory() ? bytesBelow(path) : lstatSync(path).size;
    } catch {
      // Gone since it was listed.
    }
  }
  return sum;
}
