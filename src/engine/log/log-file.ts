import { appendFileSync, lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../shared/log.ts';
import { readSmallText } from '../files/small-file.ts';
import { privateFileMode, privateFolderMode } from '../private-files.ts';

/** Bytes of one file, and how many are kept: the newest is `whence.log`, then `whence.1.log`, and so on. */
const mostBytes = 1024 * 1024;
const mostFiles = 3;

/** The folder of a data folder where Whence writes down what went wrong. */
export const logFolderOf = (dataFolder: string): string => join(dataFolder, 'logs');

/** The file of the log, or one of those before it (`age` 1 and up). */
export const logFileOf = (dataFolder: string, age = 0): string =>
  join(logFolderOf(dataFolder), age === 0 ? 'whence.log' : `whence.${age}.log`);

export interface LogFileOptions {
  /** For tests. */
  readonly mostBytes?: number;
}

/**
 * The log of a data folder: JSON, an event a line. Nothing is made before the first line, and no data folder is made at all: where
 * there is none, or it can't be written, nothing is written down.
 */
export function openLogFile(dataFolder: string, options: LogFileOptions = {}): Log {
  const file = logFileOf(dataFolder);
  return (level, event, data) => {
    try {
      const line = `${JSON.stringify({ time: new Date().toISOString(), level, pid: process.pid, event, ...data })}\n`;
      makeFolder(logFolderOf(dataFolder));
      const there = lstatSync(file, { throwIfNoEntry: false });
      // Neither a link nor a pipe in its place is written to.
      if (there && !there.isFile()) return;
      if ((there?.size ?? 0) + line.length > (options.mostBytes ?? mostBytes)) moveOn(dataFolder);
      // In one write at the end, since two processes may write at once.
      appendFileSync(file, line, { mode: privateFileMode, flag: 'a' });
    } catch {
      // A full or read-only disk: whoever works there says so.
    }
  };
}

function makeFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  mkdirSync(folder, { mode: privateFolderMode });
}

/** Makes each file one older. Where two processes do so at once, the oldest lines go earlier; no line is broken. */
function moveOn(dataFolder: string): void {
  for (let age = mostFiles - 1; age > 0; age -= 1) {
    try {
      renameSync(logFileOf(dataFolder, age - 1), logFileOf(dataFolder, age));
    } catch {
      // There is none so old yet, or another process was quicker.
    }
  }
}

/** The last lines of the log, oldest first. */
export function readLog(dataFolder: string, most: number): string[] {
  const lines: string[] = [];
  for (let age = 0; age < mostFiles && lines.length < most; age += 1) {
    const text = readSmallText(logFileOf(dataFolder, age)) ?? '';
    lines.push(
      ...text
        .split('\n')
        .filter((line) => line !== '')
        .reverse(),
    );
  }
  return lines.slice(0, most).reverse();
}
