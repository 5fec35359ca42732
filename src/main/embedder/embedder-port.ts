import { constants } from 'node:os';
import { type EmbedderReply, isReply } from '../../engine/embedding/embedder-messages.ts';
import { type EmbedderExit, embedderHeapMB, type EmbedderPort } from '../../engine/embedding/index.ts';
import { processEntry } from '../../engine/processes/entry.ts';
import type { ElectronParts } from '../electron-parts.ts';

/** The last of the process's error output that is kept for its obituary, in characters. */
const outputKept = 4000;

/** Milliseconds. */
export interface EmbedderPortLimits {
  /** From a kill, or from a start that was killed before it began, until the process counts as ended, whatever Electron says. */
  readonly exitMs: number;
  /** From the exit until its last words count as heard. */
  readonly lastWordsMs: number;
}

const defaultLimits: EmbedderPortLimits = { exitMs: 5000, lastWordsMs: 200 };

type Child = ReturnType<ElectronParts['utilityProcess']['fork']>;

/** Starts the embedder as a utility process of Electron: the same entry and the same messages as the child process of Node. */
export function forkEmbedderInUtilityProcess(
  { utilityProcess }: Pick<ElectronParts, 'utilityProcess'>,
  limits: EmbedderPortLimits = defaultLimits,
): EmbedderPort {
  const child = utilityProcess.fork(processEntry('embedder'), [], {
    serviceName: 'Whence embedder',
    execArgv: [`--js-flags=--max-old-space-size=${embedderHeapMB}`],
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new UtilityPort(child, limits);
}

/**
 * What Electron leaves open is closed here: a process can't be killed before it has started, one that never started gives no exit,
 * and what is still in its error output when it exits is not delivered to those who listened before.
 */
class UtilityPort implements EmbedderPort {
  readonly #child: Child;
  readonly #limits: EmbedderPortLimits;
  readonly #errors: Child['stderr'];
  readonly #replies: ((reply: EmbedderReply) => void)[] = [];
  readonly #exits: ((exit: EmbedderExit) => void)[] = [];
  #exit: EmbedderExit | null = null;
  #output = '';
  #wanted: 'alive' | 'dead' = 'alive';
  #deadline: NodeJS.Timeout | null = null;

  constructor(child: Child, limits: EmbedderPortLimits) {
    this.#child = child;
    this.#limits = limits;
    this.#errors = child.stderr;
    this.#errors?.on('data', this.#keep);
    child.on('message', (message: unknown) => {
      if (isReply(message)) for (const listener of this.#replies) listener(message);
    });
    child.once('spawn', () => {
      if (this.#wanted === 'dead') this.#killNow();
    });
    // V8 gives up before the process ends: its word stands in the report, which is not ours to keep.
    child.on('error', (type, location) => this.#note(`${type} in ${location}`));
    child.once('exit', (code) => this.#hearLastWords(code));
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  send(request: Parameters<EmbedderPort['send']>[0]): void {
    if (this.#exit !== null) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
    this.#child.postMessage(request);
  }

  onReply(listener: (reply: EmbedderReply) => void): void {
    this.#replies.push(listener);
  }

  onExit(listener: (exit: EmbedderExit) => void): void {
    if (this.#exit === null) this.#exits.push(listener);
    else listener(this.#exit);
  }

  kill(): void {
    if (this.#exit !== null) return;
    this.#wanted = 'dead';
    this.#deadline ??= setTimeout(() => {
      this.#note('it was killed, and its end was never told');
      this.#end({ code: null, signal: 'SIGKILL' });
    }, this.#limits.exitMs);
    this.#killNow();
  }

  /** Its own `kill` asks (SIGTERM); a process that hangs must go at once. */
  #killNow(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }

  readonly #keep = (data: Buffer): void => {
    this.#output = (this.#output + data.toString('utf8')).slice(-outputKept);
  };

  #note(line: string): void {
    this.#keep(Buffer.from(`${this.#output === '' || this.#output.endsWith('\n') ? '' : '\n'}${line}\n`));
  }

  /** Electron takes all listeners off the error output when it has told of the exit. */
  #hearLastWords(code: number): void {
    const end = (): void => {
      clearTimeout(timer);
      this.#end(meaningOf(code));
    };
    const timer = setTimeout(end, this.#limits.lastWordsMs);
    const errors = this.#errors;
    if (!errors) {
      end();
      return;
    }
    errors.off('data', this.#keep);
    // Without a listener, what still comes would be lost.
    errors.pause();
    setImmediate(() => {
      errors.on('data', this.#keep);
      errors.once('end', end);
      errors.once('close', end);
      errors.resume();
    });
  }

  #end(how: Pick<EmbedderExit, 'code' | 'signal'>): void {
    if (this.#exit !== null) return;
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#exit = { ...how, output: this.#output };
    for (const listener of this.#exits.splice(0)) listener(this.#exit);
  }
}

/** Signals by which a process is ended or crashes; other small numbers are codes of a program's own. */
const deadly = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGTERM'] as const;

/** Windows' words for what is a signal elsewhere. */
const exceptions: Readonly<Record<number, string>> = {
  0xc0000005: 'an access violation',
  0xc000001d: 'an illegal instruction',
  0xc0000017: 'a lack of memory',
  0xc00000fd: 'a stack overflow',
  0xc0000409: 'a fatal error',
  0x80000003: 'a breakpoint',
};

/** What Electron's exit code of a utility process says: where it was killed, the signal's number (on Windows an exception's). */
export function meaningOf(
  code: number,
  platform: NodeJS.Platform = process.platform,
): Pick<EmbedderExit, 'code' | 'signal'> {
  const signal =
    platform === 'win32' ? exceptions[code >>> 0] : deadly.find((name) => constants.signals[name] === code);
  return signal === undefined ? { code, signal: null } : { code: null, signal };
}
