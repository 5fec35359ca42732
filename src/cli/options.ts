import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { defaultDataFolder } from '../engine/data-folder.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** The data folder of a command: `--data-dir`, else the usual place. */
export const dataFolderOf = (options: CommonOptions): string => resolve(options.dataDir ?? defaultDataFolder());

/** Reads a whole number of a range; anything else is wrong usage. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };

/** Lines `first` to `last`, 1-based and inclusive. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `A-B` or `A`. */
export function lineRange(text: string): LineRange {
  const match = /^([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || last < first) throw new InvalidArgumentError('It must be A-B with lines from 1, for example 10-20.');
  return { first, last };
}
