import { CommanderError } from 'commander';
import { describeFailure, openLogFile, watchUnexpected } from '../engine/log/index.ts';
import { isWhenceError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { flushOutput, onNobodyReads, reportBug } from '../engine/terminal.ts';
import { adviceFor, type Asked } from './advice.ts';
import { exitCodes } from './exit-codes.ts';
import { dataFolderOf } from './options.ts';
import { printNote } from './output.ts';
import { createProgram } from './program.ts';

/** Runs one command and ends the process with its exit code, once all output has left. */
export async function run(args: readonly string[]): Promise<void> {
  onNobodyReads(() => process.exit(exitCodes.done));
  // `serve` is a host of its own, and has its own way with them.
  if (args[0] !== 'serve') watchUnexpected({ log: logOf(args), onException: fail, onRejection: fail });
  const code = await runCommand(args);
  await flushOutput();
  process.exit(code);
}

/** Ends the process as failed, once all output has left. */
function fail(): void {
  void flushOutput().finally(() => process.exit(exitCodes.failure));
}

async function runCommand(args: readonly string[]): Promise<number> {
  const outcome: { code: number; asked: Asked | null } = { code: exitCodes.done, asked: null };
  try {
    const program = createProgram((code) => {
      outcome.code = code;
    });
    program.hook('preAction', (_, command) => {
      const [root] = command.args;
      if (root !== undefined) outcome.asked = { ...command.opts(), root };
    });
    await program.parseAsync([...args], { from: 'user' });
    return outcome.code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (!isWhenceError(thrown)) logOf(args)('error', 'unexpected.exception', describeFailure(thrown));
    printNote(`whence: ${failureLine(thrown, outcome.asked)}`);
    return exitCodes.failure;
  }
}

/** The log of the data folder that a command is told of; options are read before a command is found. */
function logOf(args: readonly string[]): Log {
  const at = args.indexOf('--data-dir');
  const joined = args.find((word) => word.startsWith('--data-dir='))?.slice('--data-dir='.length);
  const dataDir = joined ?? (at === -1 ? undefined : args[at + 1]);
  return openLogFile(dataFolderOf(dataDir === undefined ? {} : { dataDir }));
}

function failureLine(thrown: unknown, asked: Asked | null): string {
  if (isWhenceError(thrown)) {
    const advice = asked && adviceFor(thrown, asked);
    return [thrown.message.replaceAll(/\s*\n\s*/g, ' '), ...(advice === null ? [] : [advice])].join(' ');
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (process.env['WHENCE_DEBUG']) reportBug('debug', thrown);
  return `unexpected error: ${text.replaceAll(/\s*\n\s*/g, ' ')} (WHENCE_DEBUG=1 shows where)`;
}
