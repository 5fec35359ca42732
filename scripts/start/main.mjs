import { CommanderError } from 'commander';
import { checkout, pinnedNode } from '../pinned-node.mjs';
import { prepare } from '../prepare.mjs';
import { openWhence } from './open.mjs';
import { parseOptions } from './options.mjs';

/**
 * `npm start`, once packages are installed; answers the exit code.
 *
 * @param {readonly string[]} args
 */
export async function main(args) {
  let options;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  await prepare();
  return openWhence(options, { checkout, node: pinnedNode() ?? process.execPath });
}
