import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { note } from '../note.mjs';
import { checkout, pinnedNode } from '../pinned-node.mjs';

/** Milliseconds that a host may take to end: it gives closing its index 8 s. */
const stopLimitMs = 15_000;

/** The browser mode as a process of its own, which starts again when it is asked to. */
export class HostProcess {
  /** @type {readonly string[]} */
  #args;
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;
  /** @type {URL | null} */
  #address = null;
  /** One after another. @type {Promise<void>} */
  #work = Promise.resolve();
  #again = false;
  #stopped = false;

  /** @param {readonly string[]} args of Node: what prints `{ "address": … }` on its first line */
  constructor(args) {
    this.#args = args;
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  /** Where it listens, with its token; null while it does not. */
  get address() {
    return this.#address;
  }

  /** Resolves when it listens or has failed, which it says by itself. */
  async start() {
    this.#work = this.#work.then(() => this.#open());
    await this.#work;
  }

  /** Ends it and starts it anew; asked several times meanwhile, it does so once more. */
  async restart() {
    if (this.#again) return;
    this.#again = true;
    this.#work = this.#work.then(() => this.#reopen());
    await this.#work;
  }

  /** Ends it for good. */
  async stop() {
    this.#stopped = true;
    // One that is still starting is not waited for.
    await this.#close();
    await this.#work;
  }

  async #reopen() {
    this.#again = false;
    await this.#close();
    await this.#open();
  }

  /** @returns {Promise<void>} */
  async #open() {
    if (this.#stopped) return;
    const child = spawn(pinnedNode() ?? process.execPath, this.#args, {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await new Promise((settle) => {
      createInterface({ input: child.stdout }).once('line', (line) => {
        this.#address = addressIn(line);
        settle(undefined);
      });
      child.once('error', (error) => {
        note(`the host can't be started: ${error.message}`);
        settle(undefined);
      });
      child.once('exit', (code, signal) => {
        if (this.#child === child) this.#lost(code, signal);
        settle(undefined);
      });
    });
  }

  /**
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   */
  #lost(code, signal) {
    this.#child = null;
    this.#address = null;
    // Ctrl-C in a terminal reaches it, too.
    if (code === 0 || signal === 'SIGINT') return;
    note(`the host ended (${signal ?? code}); it starts again when one of its sources changes.`);
  }

  /** @returns {Promise<void>} */
  async #close() {
    const child = this.#child;
    this.#child = null;
    this.#address = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((done) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
      child.once('exit', () => {
        clearTimeout(timer);
        done(undefined);
      });
      child.kill('SIGTERM');
    });
  }
}

/**
 * @param {string} line
 * @returns {URL | null}
 */
function addressIn(line) {
  try {
    return new URL(JSON.parse(line).address);
  } catch {
    note(`the host did not say where it is, but: ${line}`);
    return null;
  }
}
