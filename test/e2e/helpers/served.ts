import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { checkout } from '../../helpers/command-line.ts';

/** A running browser mode. */
export interface Served {
  readonly address: string;
  readonly process: ChildProcess;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it as a power cut does: no code of it runs any more. */
  kill(): Promise<void>;
}

/** Starts the built browser mode on a data folder of its own. */
export async function serve(options: { data: string; model: string; root?: string; allow?: string }): Promise<Served> {
  const bundle = join(checkout, 'out/node/whence.js');
  if (!existsSync(bundle)) throw new Error('not built: run "npm run build" first');
  const args = [
    'serve',
    '--no-open',
    '--json',
    '--data-dir',
    options.data,
    ...(options.allow ? ['--allow', options.allow] : []),
    ...(options.root ? [options.root] : []),
  ];
  const child = spawn(process.execPath, [bundle, ...args], {
    env: { ...process.env, WHENCE_MODEL: options.model },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve((JSON.parse(output) as { address: string }).address);
    });
    child.once('exit', (code) => reject(new Error(`whence serve ended with ${code}`)));
  });
  return { address, process: child, stop: async () => end('SIGINT'), kill: async () => end('SIGKILL') };
}
