import { setTimeout as sleep } from 'node:timers/promises';
import { statSync } from 'node:fs';
import { logFileOf, readLog } from '../../engine/log/index.ts';
import { type CommonOptions, dataFolderOf } from '../options.ts';
import { printLine, printNote } from '../output.ts';

/** Milliseconds between two looks at the log. */
const lookEveryMs = 500;
/** Lines that may come between two looks and are all shown. */
const mostNew = 10_000;

interface Options extends CommonOptions {
  readonly lines: number;
  readonly follow?: boolean;
}

/** `whence log`: the last lines of what Whence wrote down of itself, and with `--follow` those that come. */
export async function runLog(options: Options): Promise<void> {
  const dataFolder = dataFolderOf(options);
  const shown = readLog(dataFolder, options.lines);
  for (const line of shown) printLine(line);
  if (shown.length === 0) printNote(`Nothing was written down yet in ${logFileOf(dataFolder)}.`);
  if (options.follow) await follow(dataFolder);
}

/** Shows what is added until the process is ended. */
async function follow(dataFolder: string): Promise<void> {
  let last = readLog(dataFolder, 1).at(-1);
  let stamp = stampOf(dataFolder);
  for (;;) {
    await sleep(lookEveryMs);
    const now = stampOf(dataFolder);
    if (now === stamp) continue;
    stamp = now;
    const lines = readLog(dataFolder, mostNew);
    const fresh = last === undefined ? lines : lines.slice(lines.lastIndexOf(last) + 1);
    for (const line of fresh) printLine(line);
    last = lines.at(-1) ?? last;
  }
}

function stampOf(dataFolder: string): string {
  const stats = statSync(logFileOf(dataFolder), { throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.size}` : '';
}
