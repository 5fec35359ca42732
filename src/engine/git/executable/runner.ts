import { spawn } from 'node:child_process';
import { WhenceError } from '../../../shared/errors.ts';
import { OutOfTime, Pace } from '../pace.ts';
import type { Repository } from '../repository/repository.ts';
import { cleanEnvironment, hardenedArguments } from './hardening.ts';
import type { GitExecutable } from './locate.ts';

const errorTextAtMost = 64 * 1024;
const outputAtMost = 512 * 1024 * 1024;
const pollMs = 50;
/** ms for a command that brings no time limit of its own. */
const budgetMs = 20_000;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
  /** Exit codes beside 0 that are answers and not failures. */
  readonly expected?: readonly number[];
  /** Gets output as it comes; returning `stop` ends the command, which is then a success. */
  readonly onOutput?: (chunk: Buffer) => 'stop' | undefined;
  readonly input?: string;
}

export interface RunResult {
  readonly code: number;
  /** Empty when `onOutput` took it. */
  readonly output: Buffer;
}

/** Runs git in one repository, hardened (see hardening.ts), a bounded number at a time. */
export class GitRunner {
  readonly #environment = cleanEnvironment();
  readonly #leading: readonly string[];
  readonly #executable: GitExecutable;
  readonly #repository: Repository;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** At most this many git processes of one runner at once. */
  static readonly width = 2;

  constructor(executable: GitExecutable, repository: Repository) {
    this.#executable = executable;
    this.#repository = repository;
    this.#leading = hardenedArguments(repository);
  }

  /** Throws CANCELLED, OutOfTime, or what the command's own error text says. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    await this.#enter();
    try {
      return await this.#spawn(args, options);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Output as text, without its last line end. */
  async text(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { output } = await this.run(args, options);
    return output.toString('utf8').replace(/\n$/, '');
  }

  async #enter(): Promise<void> {
    while (this.#running >= GitRunner.width) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
  }

  #spawn(args: readonly string[], options: RunOptions): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.#executable.file, [...this.#leading, ...args], {
        cwd: this.#repository.workTree ?? this.#repository.gitFolder,
        env: this.#environment,
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const pace = options.pace ?? new Pace(new AbortController().signal, budgetMs);
      const chunks: Buffer[] = [];
      let size = 0;
      let errorText = '';
      let ended: 'stop' | Error | null = null;
      const end = (why: 'stop' | Error): void => {
        ended ??= why;
        child.kill('SIGKILL');
      };
      const timer = setInterval(() => {
        try {
          pace.check();
        } catch (thrown) {
          end(thrown instanceof Error ? thrown : new OutOfTime());
        }
      }, pollMs);
      const abort = (): void => end(new WhenceError('CANCELLED', 'The request was cancelled.'));
      options.signal?.addEventListener('abort', abort, { once: true });
      if (options.signal?.aborted) abort();
      child.stdin.on('error', () => undefined);
      child.stdin.end(options.input ?? '');
      child.stdout.on('data', (chunk: Buffer) => {
        if (ended) return;
        try {
          if (options.onOutput) {
            if (options.onOutput(chunk) === 'stop') end('stop');
            return;
          }
        } catch (thrown) {
          end(thrown instanceof Error ? thrown : new Error(String(thrown)));
          return;
        }
        size += chunk.length;
        if (size > outputAtMost) end(new WhenceError('GIT_FAILED', 'git answered with more than 512 MB.'));
        else chunks.push(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        if (errorText.length < errorTextAtMost) errorText += chunk.toString('utf8');
      });
      const finish = (settle: () => void): void => {
        clearInterval(timer);
        options.signal?.removeEventListener('abort', abort);
        settle();
      };
      child.on('error', (cause) =>
        finish(() => reject(new WhenceError('GIT_FAILED', 'The git executable could not be started.', { cause }))),
      );
      child.on('close', (code) =>
        finish(() => {
          if (ended instanceof Error) reject(ended);
          else if (ended === 'stop' || code === 0 || (code !== null && options.expected?.includes(code))) {
            resolve({ code: code ?? 0, output: Buffer.concat(chunks) });
          } else reject(explainFailure(errorText, this.#repository));
        }),
      );
    });
  }
}

/** What git's own words mean. git runs with LC_ALL=C, so they are English. */
export function explainFailure(text: string, repository: Repository): WhenceError {
  const first = text.split('\n').find((line) => line.startsWith('fatal:') || line.startsWith('error:')) ?? text.trim();
  const data = { git: first };
  if (/dubious ownership|unsafe repository/.test(text)) {
    return new WhenceError(
      'GIT_UNSAFE_OWNERSHIP',
      `This repository belongs to another user, so git refuses to read it. If you trust it: git config --global --add safe.directory "${repository.workTree ?? repository.gitFolder}"`,
      { data },
    );
  }
  if (/unknown repository extension|repository format version|unknown ref storage/i.test(text)) {
    return new WhenceError('NOT_SUPPORTED', 'This repository uses a format that is newer than your git: update git.', {
      data,
    });
  }
  if (repository.partial && /promisor|missing blob|unable to read|bad object|not allowed|could not fetch/.test(text)) {
    return new WhenceError(
      'GIT_PARTIAL_CLONE',
      'This is a partial clone and an object it needs is not here. Run "git fetch --refetch" yourself; Whence never fetches.',
      { data },
    );
  }
  if (/no such path|no path .* in the commit|does not exist in|exists on disk, but not in/.test(text)) {
    return new WhenceError('GIT_FILE_NOT_TRACKED', 'git does not know this file at that revision.', { data });
  }
  if (
    /unknown revision|bad revision|Needed a single revision|bad object|not a valid object name|ambiguous argument/i.test(
      text,
    )
  ) {
    return new WhenceError('GIT_REVISION_UNKNOWN', 'There is no such revision in this repository.', { data });
  }
  return new WhenceError('GIT_FAILED', `git failed: ${first.replace(/^(fatal|error): /, '')}`, { data });
}
