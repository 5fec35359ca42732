import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, runForeground } from './foreground.mjs';
import { whyEnded } from './why-ended.mjs';

/** How long a window may take to show: several times what a slow disk takes. */
const readyLimitMs = 60_000;
const pollMs = 100;
/** Of what Electron writes before its window shows, the last characters kept. */
const keptOutput = 64_000;

/**
 * How a launch went: Electron had the start in hand and has ended, or it never showed its window.
 *
 * @typedef {{ opened: true, exitCode: number } | { opened: false, why: string }} Launch
 */

/**
 * Starts Electron and follows it to its end. It is trusted once it says, in a file that WHENCE_READY names, that its window is
 * shown, that a running Whence took over, or that a message box tells why not (`src/main/start/announce.ts`).
 *
 * @param {{ program: string, args: readonly string[], environment?: NodeJS.ProcessEnv, smoke?: boolean,
 *   onReady?: (word: string) => void, limits?: { readyMs?: number, stopMs?: number } }} options
 * @returns {Promise<Launch>}
 */
export async function launchElectron({ program, args, environment = process.env, smoke = false, ...options }) {
  const { onReady = () => undefined, limits = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'whence-start-'));
  try {
    const readyFile = join(folder, 'ready');
    // Set by the terminals of some editors; with it Electron is a plain Node.
    const { ELECTRON_RUN_AS_NODE: _, ...own } = environment;
    const running = runForeground(program, args, {
      environment: { ...own, WHENCE_READY: readyFile },
      stdio: ['inherit', 'inherit', 'pipe'],
      ...(limits.stopMs === undefined ? {} : { limitMs: limits.stopMs }),
    });
    const output = holdBack(running.child);
    const word = await untilReady(running, { readyFile, limitMs: limits.readyMs ?? readyLimitMs });
    if (word === null && !running.wasAsked())
      return { opened: false, why: await whyNotReady(running, output, program) };
    output.release();
    if (word !== null) onReady(word);
    if (smoke) running.stop();
    const end = await running.end;
    await output.complete();
    return { opened: true, exitCode: exitCodeOf(end) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The word that Electron left, or null when it ended or took too long before.
 *
 * @param {import('./foreground.mjs').Foreground} running
 * @param {{ readyFile: string, limitMs: number }} options
 */
async function untilReady(running, { readyFile, limitMs }) {
  let ended = false;
  void running.end.then(() => (ended = true));
  const deadline = Date.now() + limitMs;
  for (;;) {
    // Asked before the file is read, so that a word left right before the end counts.
    const isLast = ended || Date.now() > deadline;
    const word = readWord(readyFile);
    if (word || isLast) return word;
    await Promise.race([running.end, new Promise((done) => setTimeout(done, pollMs))]);
  }
}

/** @param {string} file */
function readWord(file) {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/**
 * Ends an Electron that is not ready, and says why it is not.
 *
 * @param {import('./foreground.mjs').Foreground} running
 * @param {ReturnType<typeof holdBack>} output
 * @param {string} program
 */
async function whyNotReady(running, output, program) {
  const hangs = Symbol('hangs');
  const end = await Promise.race([running.end, Promise.resolve(hangs)]);
  if (typeof end !== 'symbol') {
    await output.complete();
    return whyEnded(end, output.text(), program);
  }
  running.stop();
  await running.end;
  return 'Electron showed no window in time';
}

/**
 * Keeps what a program writes to stderr until it is known what it is worth: it explains an end before the window shows, and is
 * passed on after that.
 *
 * @param {import('node:child_process').ChildProcess | null} child
 */
function holdBack(child) {
  const stream = child?.stderr;
  let text = '';
  const keep = (/** @type {Buffer} */ data) => (text = (text + data.toString()).slice(-keptOutput));
  stream?.on('data', keep);
  return {
    text: () => text,
    release() {
      stream?.off('data', keep);
      process.stderr.write(text);
      stream?.pipe(process.stderr, { end: false });
    },
    /** Resolves when all was read; a process that it left behind may hold the stream open, so not for ever. */
    async complete() {
      if (!stream || stream.closed) return;
      await new Promise((done) => {
        stream.once('close', done);
        setTimeout(done, 1000).unref();
      });
    },
  };
}
