import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ordinaryCommand } from './as-ordinary-user.ts';

export const checkout = resolve(import.meta.dirname, '../..');
const bundle = join(checkout, 'out/node/whence.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Permissions of files hold, also where the tests run as root; see `ordinaryCommand`. */
  readonly ordinary?: boolean;
}

/** Starts the built command line as a process of its own. */
export function startWhence(
  args: readonly string[],
  options: StartOptions = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  if (!existsSync(bundle)) throw new Error('not built: run "npm run build" first');
  const command = options.ordinary ? ordinaryCommand([bundle, ...args]) : null;
  const [program, ...rest] = command ?? [process.execPath, bundle, ...args];
  const child = spawn(program, rest, {
    cwd: options.folder ?? checkout,
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const ended = new Promise<Ended>((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => settle({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the built command line to its end. */
export const whence = async (args: readonly string[], options: StartOptions = {}): Promise<Ended> =>
  startWhence(args, options).ended;

/** Runs a command with `--json` and answers its one JSON value; a failure throws with what it wrote to stderr. */
export async function whenceJson<T>(args: readonly string[], options: StartOptions = {}): Promise<T> {
  const { code, stdout, stderr } = await whence(args.includes('--json') ? args : [...args, '--json'], options);
  if (code !== 0) throw new Error(`whence ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
