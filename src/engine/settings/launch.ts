import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { WhenceError } from '../../shared/errors.ts';
import { childEnvironment } from './child-environment.ts';
import { type Command, startableProgram } from './editors.ts';

/** A program that fails does so at once; one that still runs after this many ms has started well. */
const failsWithinMs = 700;

/**
 * Starts a program by its absolute path, without a shell, in the home folder, and leaves it running on its own. Throws EDITOR_FAILED
 * when it is not there or ends at once with a failure.
 */
export async function launch(command: Command, what: string): Promise<void> {
  const program = startableProgram(command.program);
  if (program === null) {
    const message = `${what} was not found: its command "${command.program}" is not on the PATH. Install it, or choose another in the settings (a path has to be an absolute one).`;
    throw new WhenceError('EDITOR_FAILED', message, { data: { program: command.program } });
  }
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, [...command.args], {
      cwd: homedir(),
      env: childEnvironment(),
      detached: true,
      stdio: 'ignore',
      shell: false,
      windowsHide: false,
    });
    const settle = (fail?: string): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.unref();
      if (fail) reject(new WhenceError('EDITOR_FAILED', fail, { data: { program: command.program } }));
      else resolve();
    };
    const timer = setTimeout(settle, failsWithinMs);
    child.once('error', (error) => {
      settle(`${what} could not be started (${error.message}): check its command in the settings.`);
    });
    child.once('exit', (code) => {
      settle(
        code === 0 || code === null
          ? undefined
          : `${what} ended at once with code ${code}: try "${command.program}" in a terminal.`,
      );
    });
  });
}
