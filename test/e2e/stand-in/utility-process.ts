import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import { PassThrough } from 'node:stream';
import type { ForkOptions, UtilityProcess } from 'electron';
import { Emitter, type OnUncaught, type Phases } from './phases.ts';

type Used = Pick<UtilityProcess, 'on' | 'once' | 'off' | 'pid' | 'postMessage' | 'kill' | 'stderr'>;

export interface UtilityOptions {
  readonly phases: Phases;
  readonly onUncaught: OnUncaught;
  /** A program in place of the one that is asked for; null is one that never starts. */
  readonly entry?: string | null | undefined;
}

/** Heap limits reach V8 through this switch alone; Electron ignores the options of Node's command line. */
const jsFlags = '--js-flags=';

export class StandInUtilityProcess extends Emitter implements Used {
  readonly stderr: PassThrough | null;
  readonly options: ForkOptions;
  readonly #child: ChildProcess | null;
  readonly #unsent: unknown[] = [];
  #spawned = false;
  #ended = false;

  constructor(file: string, args: readonly string[], options: ForkOptions & { readonly surroundings: UtilityOptions }) {
    const { surroundings, ...given } = options;
    surroundings.phases.needReady('utilityProcess.fork');
    super(surroundings.onUncaught);
    this.options = given;
    const [input, , errors] = Array.isArray(given.stdio) ? given.stdio : [given.stdio, null, given.stdio];
    if (input !== undefined && input !== 'ignore') throw new Error('stdin of a utility process can only be ignored');
    this.stderr = errors === 'pipe' ? new PassThrough() : null;
    const entry = surroundings.entry === undefined ? file : surroundings.entry;
    this.#child = entry === null ? null : this.#fork(entry, args);
  }

  /** Unknown until the process has started, and again when it is gone. */
  get pid(): number | undefined {
    return this.#spawned && !this.#ended ? this.#child?.pid : undefined;
  }

  postMessage(message: unknown): void {
    if (this.#ended) return;
    const copy: unknown = structuredClone(message);
    if (this.#spawned) this.#child?.send(copy as object, () => undefined);
    else this.#unsent.push(copy);
  }

  /** Asks it to end; false, and nothing happens, before it has started. */
  kill(): boolean {
    return this.pid !== undefined && (this.#child?.kill() ?? false);
  }

  #fork(entry: string, args: readonly string[]): ChildProcess {
    const flags = (this.options.execArgv ?? []).filter((each) => each.startsWith(jsFlags));
    const child = fork(entry, [...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', this.stderr ? 'pipe' : 'ignore', 'ipc'],
      execArgv: [
        ...flags.flatMap((each) => each.slice(jsFlags.length).split(' ')),
        '--import',
        new URL('utility-shim.ts', import.meta.url).href,
      ],
    });
    const late: Buffer[] = [];
    child.stderr?.on('data', (data: Buffer) => late.push(data));
    // All of it comes after the exit: nothing promises that it comes before.
    child.once('close', () => setImmediate(() => this.stderr?.end(Buffer.concat(late))));
    child.once('spawn', () => setImmediate(() => this.#begin(child)));
    child.on('message', (message) => this.tell('message', message));
    child.once('exit', (code, signal) => this.#end(signal === null ? (code ?? 1) : constants.signals[signal]));
    return child;
  }

  #begin(child: ChildProcess): void {
    if (this.#ended) return;
    this.#spawned = true;
    for (const message of this.#unsent.splice(0)) child.send(message as object, () => undefined);
    this.tell('spawn');
  }

  /** On POSIX the code of a process that was killed is the signal's number; listeners of its output are taken off. */
  #end(code: number): void {
    this.#ended = true;
    this.tell('exit', code);
    this.stderr?.removeAllListeners('data');
    this.stderr?.removeAllListeners('end');
  }
}
