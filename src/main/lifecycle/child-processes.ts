import type { App } from 'electron';
import type { Log } from '../../shared/log.ts';

export interface ChildProcessOptions {
  readonly log: (text: string) => void;
  /** Writes it down. */
  readonly record?: Log;
  /** Tells the person, in a notification of the system. */
  readonly tell: (title: string, text: string) => void;
  readonly quitting: () => boolean;
}

/** Logs every process of Electron's that ends unasked; the system's graphics are told of once, since the window may flicker. */
export function watchChildProcesses(app: Pick<App, 'on'>, options: ChildProcessOptions): void {
  let told = false;
  app.on('child-process-gone', (_event, { type, reason, exitCode, name, serviceName }) => {
    if (reason === 'clean-exit' || options.quitting()) return;
    const what = name ?? serviceName;
    options.log(`a process ended: ${type}${what ? ` (${what})` : ''}: ${reason}, code ${exitCode}`);
    options.record?.('error', 'process.ended', { process: type, reason, exitCode });
    if (type !== 'GPU' || told) return;
    told = true;
    options.tell('Whence goes on', `The process that draws ended (${reason}) and was started again.`);
  });
}
