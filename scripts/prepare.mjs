// Brings a checkout to where it runs: packages, grammars, build. Each step is skipped when nothing it depends on is newer.
// Runs on Node 20 and up, before any package is there. Several at once are safe: one works, the others wait for it.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { note } from './note.mjs';
import { checkout, pinnedNode } from './pinned-node.mjs';

/** @param {readonly string[]} path */
const inCheckout = (...path) => join(checkout, ...path);

/** The Node to run steps on, once packages are installed. */
const node = () => pinnedNode() ?? process.execPath;

const installStamp = inCheckout('node_modules', '.package-lock.json');
const buildStamp = inCheckout('out', '.built');
const grammarsFolder = inCheckout('resources', 'grammars');

/**
 * Runs a program with its output on stderr; rejects when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function runProgram(program, args, options = {}) {
  /** @type {Promise<void>} */
  const ended = new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: checkout,
      stdio: ['ignore', 2, 2],
      // npm is a batch file on Windows, which needs a shell; its arguments are constants of this file.
      shell: process.platform === 'win32' && program === 'npm',
      ...options,
    });
    child.once('error', fail);
    child.once('exit', (code, signal) =>
      code === 0 ? done() : fail(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}`)),
    );
  });
  await ended;
}

/** @param {string} path */
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity);

/**
 * The newest modification below a folder, or of a file.
 *
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return -Infinity;
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  let latest = own.mtimeMs;
  for (const entry of readdirSync(path)) latest = Math.max(latest, newest(join(path, entry)));
  return latest;
}

const needsInstall = () => pinnedNode() === null || modified(installStamp) < modified(inCheckout('package-lock.json'));
const needsGrammars = () =>
  existsSync(inCheckout('scripts', 'copy-grammars.mjs')) &&
  (!existsSync(grammarsFolder) || modified(grammarsFolder) < modified(inCheckout('scripts', 'copy-grammars.mjs')));
const needsBuild = () =>
  modified(buildStamp) <
  Math.max(
    newest(inCheckout('src')),
    modified(inCheckout('package-lock.json')),
    modified(inCheckout('electron.vite.config.ts')),
  );

/** Installs what package-lock.json names; takes a minute or two. */
async function install() {
  note('installing packages (once, a minute or two) …');
  // Not `npm ci`: it refuses a lockfile without the optional binaries of every other platform, which not every registry has.
  // `--no-save` keeps to the lockfile all the same and leaves it as it is.
  await runProgram('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  if (pinnedNode() === null) {
    throw new Error(
      `npm installed no Node for ${process.platform} ${process.arch}; run Whence with Node 24 or newer, and see that npm does not leave optional packages out.`,
    );
  }
  linkNode();
}

/**
 * Where another package gave `node_modules/.bin/node` before, npm takes that link away with it, after the pinned Node's own was made:
 * it is made once more. `bin/whence` and `npx` rely on it.
 */
function linkNode() {
  const pinned = pinnedNode();
  const link = inCheckout('node_modules', '.bin', 'node');
  if (process.platform === 'win32' || pinned === null || pinned === process.execPath || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), pinned), link);
}

async function copyGrammars() {
  await runProgram(node(), [inCheckout('scripts', 'copy-grammars.mjs')]);
  // Its time says when they were looked at, also where none had changed.
  const now = new Date();
  utimesSync(grammarsFolder, now, now);
}

async function build() {
  note('building …');
  await runProgram(node(), [
    inCheckout('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--logLevel',
    'error',
  ]);
  writeFileSync(buildStamp, `${new Date().toISOString()}\n`);
}

/** Does what is needed and nothing else; `what: 'packages'` stops before the build. */
export async function prepare(what = 'build') {
  const wanted = () => needsInstall() || needsGrammars() || (what === 'build' && needsBuild());
  if (!wanted()) return;
  await withLock(async () => {
    if (needsInstall()) await install();
    if (needsGrammars()) await copyGrammars();
    if (what === 'build' && needsBuild()) await build();
  });
}

const lock = inCheckout('.cache', 'prepare.lock');
/** Ends this process with its lock released, which only `process.exit` does on a signal. */
const stop = () => process.exit(1);
const release = () => rmSync(lock, { recursive: true, force: true });

/**
 * One at a time: the folder is the lock, its file names the holder; a lock whose holder is gone is taken over.
 *
 * @param {() => Promise<void>} work
 */
async function withLock(work) {
  mkdirSync(inCheckout('.cache'), { recursive: true });
  let told = false;
  while (!tryLock()) {
    if (!told) note('another Whence is installing or building in this checkout; waiting for it …');
    told = true;
    await new Promise((done) => setTimeout(done, 250));
  }
  process.once('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  try {
    await work();
  } finally {
    release();
    process.off('exit', release);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  }
}

function tryLock() {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (isAbandoned()) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : null);

function isAbandoned() {
  try {
    const holder = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(holder, 0);
    return false;
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return true;
    if (codeOf(error) === 'EPERM') return false;
    // Made a moment ago and not named yet, or left without a name by a crash.
    return existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 5000;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await prepare(process.argv.includes('--packages') ? 'packages' : 'build');
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
